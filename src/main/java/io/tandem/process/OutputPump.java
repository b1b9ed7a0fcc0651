package io.tandem.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves what children write to where it is wanted: one thread of this JVM for all of them. It looks whether something is
 * there and never blocks in a read, for such a read ends only when the last process that has the pipe is gone, and a
 * grandchild may keep it for ever. Looks after one to sixteen milliseconds; ends when no child is left.
 */
final class OutputPump {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(16);
    /** More than a pipe holds: what comes after that many bytes is from others than the child that ended. */
    private static final int LAST_BYTES = 1 << 20;

    private static final List<OutputPump> ALL = new CopyOnWriteArrayList<>();
    private static boolean running;

    private final InputStream source;
    private final OutputSink sink;
    private final byte[] buffer = new byte[8 << 10];
    private boolean ended;

    private OutputPump(InputStream source, OutputSink sink) {
        this.source = source;
        this.sink = sink;
    }

    static OutputPump start(InputStream source, OutputSink sink) {
        OutputPump pump = new OutputPump(source, sink);
        synchronized (ALL) {
            ALL.add(pump);
            if (!running) {
                running = true;
                Thread thread = new Thread(OutputPump::pumpAll, "tandem-output");
                thread.setDaemon(true);
                thread.start();
            }
        }
        return pump;
    }

    private static void pumpAll() {
        long pause = SHORTEST_NANOS;
        while (true) {
            boolean moved = false;
            for (OutputPump pump : ALL) {
                moved |= pump.move() > 0;
            }
            pause = moved ? SHORTEST_NANOS : Math.min(LONGEST_NANOS, 2 * pause);
            if (!moved) {
                LockSupport.parkNanos(pause);
            }
            synchronized (ALL) {
                if (ALL.isEmpty()) {
                    running = false;
                    return;
                }
            }
        }
    }

    /** Returns how many bytes were there. */
    private synchronized int move() {
        if (ended) {
            return 0;
        }
        try {
            int count = Math.min(source.available(), buffer.length);
            count = count > 0 ? source.read(buffer, 0, count) : 0;
            if (count > 0) {
                sink.write(buffer, count);
            }
            return Math.max(0, count);
        } catch (IOException closed) {
            return 0;
        }
    }

    /** The child has ended: takes what it wrote last. */
    void finish() {
        int moved = move();
        for (int last = moved; last > 0 && moved < LAST_BYTES; moved += last) {
            last = move();
        }
        synchronized (this) {
            ended = true;
            sink.end();
        }
        ALL.remove(this);
        try {
            source.close();
        } catch (IOException alreadyClosed) {
            // it is over anyway
        }
    }
}
