package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.owner.SharedObject;
import io.tandem.support.Await;
import io.tandem.support.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloseRaceTest {
    private static final int ROUNDS = 25;
    private static final int LENGTH = 100_000;

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("raced");

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Calls until the handle is closed; anything but a ClosedException goes on to the test. */
    private static Callable<Void> hammer(AtomicInteger busy, Runnable call) {
        return () -> {
            call.run();
            busy.incrementAndGet();
            try {
                while (true) {
                    call.run();
                }
            } catch (ClosedException expected) {
                return null;
            }
        };
    }

    /** Closes the last handle while every call is running, and collects the garbage so that the mapping really goes. */
    private static void race(SharedObject object, Runnable... calls) throws Exception {
        AtomicInteger busy = new AtomicInteger();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Runnable call : calls) {
            tasks.add(hammer(busy, call));
        }
        tasks.add(() -> {
            Await.until("all threads are busy", () -> busy.get() == calls.length);
            object.close();
            System.gc();
            return null;
        });
        Threads.all(tasks);
    }

    @Test
    void cells() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SharedLong cell = SharedLong.create(path, 0);
            race(cell, cell::get, () -> cell.setRelease(1), () -> cell.updateAndGet(v -> v + 1));
            SharedLong.attach(path).destroy();
        }
    }

    @Test
    void arrays() throws Exception {
        long[] block = new long[LENGTH];
        for (int round = 0; round < ROUNDS; round++) {
            SharedLongArray array = SharedLongArray.create(path, LENGTH);
            race(
                    array,
                    () -> array.set(LENGTH - 1, array.get(0) + 1),
                    () -> array.get(0, block.clone()),
                    () -> array.set(0, block),
                    () -> array.fill(7));
            SharedLongArray.attach(path).destroy();
        }
    }

    @Test
    void values() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SharedValue<Long> value = SharedValue.create(path, Long.class, 0L);
            race(value, value::get, () -> value.set(1L), () -> value.updateAndGet(v -> v + 1));
            try (SharedValue<Long> after = SharedValue.attach(path, Long.class)) {
                after.set(-1L);
                assertEquals(-1L, after.get(), "the role must be free");
                after.destroy();
            }
        }
    }
}
