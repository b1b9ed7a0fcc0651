package io.tandem.wait;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.sync.SharedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sleeping and waking JVMs where not everybody can wake others, or not yet, or not any more. */
@Timeout(90)
class NeighboursProcessTest {
    /** As long as a test may take at most, and longer: nothing but a ring ends a sleep. */
    private static final String NO_TICK = "-Dio.tandem.noTick=true";

    private static final String NO_FUTEX = "-Dio.tandem.noFutex=true";

    /** Waits for an event, answers by another one, so many times. */
    static final class Echo {
        public static void main(String[] arguments) throws Exception {
            SharedEvent in = SharedEvent.attach(Path.of(arguments[0]));
            SharedEvent out = SharedEvent.attach(Path.of(arguments[1]));
            in.setWaitPolicy(WaitPolicy.park());
            System.out.println("ready");
            while (true) {
                in.await();
                out.set();
            }
        }
    }

    private static SharedEvent event(Tandem tandem, String name) {
        return SharedEvent.create(tandem.path().resolve(name), true);
    }

    private static void echoes(List<String> flags) throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedEvent there = event(tandem, "there");
            SharedEvent back = event(tandem, "back");
            back.setWaitPolicy(WaitPolicy.park());
            String[] paths = {there.path().toString(), back.path().toString()};
            try (Jvm echo = Jvm.start(flags, Echo.class, paths)) {
                echo.awaitLine("ready");
                for (int i = 0; i < 500; i++) {
                    there.set();
                    assertTrue(back.await(Duration.ofSeconds(30)), echo::toString);
                }
            }
        }
    }

    @Test
    void aSleeperInAnotherJvmIsWokenWithoutATick() throws Exception {
        echoes(List.of(NO_TICK));
    }

    /** It wakes nobody, so nobody sleeps long; and it is woken by nobody, so it looks up by itself. */
    @Test
    void aJvmWithoutAFutexHoldsNobodyUp() throws Exception {
        echoes(List.of(NO_TICK, NO_FUTEX));
    }

    /** Its slot says that it lives and cannot ring; it will never ring, and is not waited for once it is known to be dead. */
    @Test
    void aJvmThatDiedBeforeItCouldRingIsForgotten() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedEvent event = event(tandem, "event");
            Neighbours all = tandem.directory().participants();
            Await.until("ringing", all::allRing);
            String[] paths = {event.path().toString(), event.path().toString()};
            try (Jvm silent = Jvm.start(List.of(NO_FUTEX), Echo.class, paths)) {
                silent.awaitLine("ready");
                assertFalse(all.allRing());
                silent.stop();
                assertFalse(all.allRing());
                silent.kill();
                Await.until("the verdict", all::allRing);
            }
        }
    }

    @Test
    void toStringSaysHowItSleeps() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedEvent event = event(tandem, "event");
            Doorman.hurry();
            Await.until("the futex", () -> event.toString().contains("waits: balanced, futex"));
            event.setWaitPolicy(WaitPolicy.spin());
            assertTrue(event.toString().contains("waits: spin"), event::toString);
        }
    }
}
