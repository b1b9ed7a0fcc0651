package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.support.Jvm;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedValueProcessTest {
    private static final int JVMS = 3;
    private static final int UPDATES = 2_000;

    /** Parts that must agree; their sizes differ from version to version. */
    record Parts(long number, String text, long[] copies) implements Serializable {
        static Parts of(long number) {
            long[] copies = new long[(int) (number % 150)];
            Arrays.fill(copies, number);
            return new Parts(number, "v".repeat(copies.length) + number, copies);
        }

        Parts next() {
            if (!text.equals("v".repeat(copies.length) + number)
                    || Arrays.stream(copies).anyMatch(n -> n != number)) {
                throw new AssertionError("a mixture: " + number + " " + text + " " + Arrays.toString(copies));
            }
            return of(number + 1);
        }
    }

    private final Tandem tandem = Tandem.open();
    private final SharedValue<Parts> value = tandem.newValue(Parts.class, Parts.of(0));

    @AfterEach
    void close() {
        tandem.close();
    }

    static final class Updater {
        public static void main(String[] arguments) {
            try (SharedValue<Parts> value = SharedValue.attach(Path.of(arguments[0]), Parts.class)) {
                long last = -1;
                for (int i = 0; i < UPDATES; i++) {
                    long mine = value.updateAndGet(Parts::next).number();
                    long seen = value.get().next().number() - 1;
                    if (mine <= last || seen < mine) {
                        throw new AssertionError("went back: " + last + " " + mine + " " + seen);
                    }
                    last = seen;
                }
            }
        }
    }

    @Test
    void everyUpdateCountsAndEveryReadIsWhole() throws Exception {
        List<Jvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(Jvm.start(Updater.class, value.path().toString()));
            }
            long seen = 0;
            while (seen < (long) JVMS * UPDATES && jvms.stream().anyMatch(Jvm::isAlive)) {
                long number = value.get().next().number() - 1;
                assertTrue(number >= seen);
                seen = number;
            }
            for (Jvm jvm : jvms) {
                jvm.awaitSuccess();
            }
            assertEquals((long) JVMS * UPDATES, value.get().number());
        } finally {
            jvms.forEach(Jvm::close);
        }
    }

    /** Closes all its handles in the middle of an update, then goes on when told to. */
    static final class ClosingUpdater {
        public static void main(String[] arguments) {
            SharedValue<Parts> value = SharedValue.attach(Path.of(arguments[0]), Parts.class);
            value.updateAndGet(old -> {
                value.close();
                System.out.println("closed");
                new Scanner(System.in).nextLine();
                return Parts.of(50);
            });
        }
    }

    @Test
    void aWriterThatIsClosedMeanwhileKeepsItsTurn() throws Exception {
        try (Jvm jvm = Jvm.start(ClosingUpdater.class, value.path().toString())) {
            jvm.awaitLine("closed");
            CompletableFuture<Void> mine = CompletableFuture.runAsync(() -> value.set(Parts.of(60)));
            assertThrows(TimeoutException.class, () -> mine.get(300, TimeUnit.MILLISECONDS));
            jvm.send("go");
            jvm.awaitSuccess();
            mine.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertEquals(60, value.get().number());
        }
    }

    @Test
    void closingEndsAWaitingWrite() throws Exception {
        try (Jvm jvm = Jvm.start(ClosingUpdater.class, value.path().toString())) {
            jvm.awaitLine("closed");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> value.set(Parts.of(60)));
            assertThrows(TimeoutException.class, () -> waiting.get(50, TimeUnit.MILLISECONDS));
            value.close();
            ExecutionException end =
                    assertThrows(ExecutionException.class, () -> waiting.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS));
            assertEquals(ClosedException.class, end.getCause().getClass());
        }
    }
}
