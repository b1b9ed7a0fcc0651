package io.tandem.queue.history;

import io.tandem.queue.history.Operation.Kind;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One thread that uses a queue and notes what it does; half of its calls look once, the others wait a little. */
final class Player {
    /** So many operations fit into its file; what finds nothing is noted while there is room for what finds something. */
    private static final int ROOM = 1 << 18;

    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Fifo queue;
    private final Recorder recorder;
    private final Random random;

    /** Its file is new. */
    Player(Fifo queue, Path file, long seed) {
        this.queue = queue;
        this.recorder = new Recorder(file, ROOM);
        this.random = new Random(seed);
    }

    private long patience() {
        return recorder.room() < ROOM / 2 ? LONG_NANOS : random.nextBoolean() ? WAIT_NANOS : 0;
    }

    boolean offer(long value, long nanos) throws InterruptedException {
        recorder.call(Kind.PUT, value);
        boolean done = queue.offer(value, nanos);
        recorder.end(done ? Kind.PUT : Kind.FULL, value);
        return done;
    }

    boolean poll(long nanos) throws InterruptedException {
        recorder.call(Kind.TAKE, 0);
        Long value = queue.poll(nanos);
        recorder.end(value == null ? Kind.EMPTY : Kind.TAKE, value == null ? 0 : value);
        return value != null;
    }

    /** Puts the values of this producer from {@code first} on, so many, each so far from the last one. */
    void put(long producer, int first, int step, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            while (!offer(Values.value(producer, first + (long) i * step), patience())) {
                Thread.yield();
            }
        }
    }

    /** Takes until nothing is left after {@code over}. */
    void take(BooleanSupplier over) throws InterruptedException {
        boolean last = false;
        while (poll(last ? 0 : patience()) || !last) {
            last = over.getAsBoolean();
        }
    }
}
