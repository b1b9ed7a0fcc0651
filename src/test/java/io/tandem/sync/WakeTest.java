package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.owner.SharedObject;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sleepers of a JVM that looks up by itself once an hour: whoever changes something wakes them. */
class WakeTest {
    private static final List<String> NO_TICK = List.of("-Dio.tandem.noTick=true");

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("thing");

    @AfterEach
    void close() {
        tandem.close();
    }

    private Jvm sleeper(String word, SyncNoun noun) throws InterruptedException {
        Jvm jvm = Jvm.start(NO_TICK, Crew.class, path.toString(), word);
        jvm.awaitLine("begins " + word);
        Bells.awaitDeepSleeper(tandem, path, noun.kind);
        return jvm;
    }

    private static void change(SharedObject thing) throws Exception {
        if (thing instanceof SharedSemaphore semaphore) {
            semaphore.release();
        } else if (thing instanceof SharedBarrier barrier) {
            barrier.await(Duration.ofSeconds(60));
        } else if (thing instanceof SharedEvent event) {
            event.set();
        } else {
            SharedCountDownLatch latch = (SharedCountDownLatch) thing;
            latch.countDown();
            latch.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoChangesSomethingWakesAnotherJvm(SyncNoun noun) throws Exception {
        SharedObject thing = noun.create.apply(path);
        try (Jvm sleeper = sleeper("block", noun)) {
            change(thing);
            sleeper.awaitLine("did block");
        }
    }

    /** One that looks for the dead wakes one that does not. */
    @Test
    void whoRecoversAPermitWakesOthers() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(path, 2);
        try (Jvm holder = Jvm.start(Crew.class, path.toString(), "acquire:2")) {
            holder.awaitLine("did acquire");
            try (Jvm sleeper = sleeper("acquire:1", SyncNoun.SEMAPHORE)) {
                holder.kill();
                semaphore.acquire();
                sleeper.awaitLine("did acquire");
            }
        }
        assertEquals(2, semaphore.recovered());
    }

    @Test
    void whoBreaksOrResetsABarrierWakesOthers() throws Exception {
        SharedBarrier barrier = SharedBarrier.create(path, 2);
        try (Jvm sleeper = sleeper("await", SyncNoun.BARRIER)) {
            barrier.abort();
            sleeper.awaitLine("threw await BrokenBarrierException");
            barrier.reset();
            sleeper.send("await");
            sleeper.awaitLine("begins await");
            Bells.awaitDeepSleeper(tandem, path, BarrierLayout.KIND);
            barrier.reset();
            sleeper.awaitLine("threw await BrokenBarrierException");
        }
    }
}
