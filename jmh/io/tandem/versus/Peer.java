package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One JVM of a run. The receiver leads where the throughput is asked for, the sender where the round trip is: it warms
 * up and prints READY; for each line on its standard input it then measures once and prints RESULT with the figures. In
 * between, all work on, as far as they are not stopped; they end with their standard input, that is, with the harness.
 */
public final class Peer {
    private static final int BURST = 1024;
    private static final int LOOKS = 4;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final long RAMP_NANOS = 5_000_000;

    private static volatile long asked;

    private final Contestant contestant;
    private final Mode mode;
    private final int senders;
    private final Place there;
    private final Place back;
    private final long warmup;
    private final long timed;
    private final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);

    private Peer(String[] arguments) {
        contestant = Contestant.valueOf(arguments[2]);
        mode = Mode.valueOf(arguments[3]);
        Path directory = Path.of(arguments[4]);
        int size = Integer.parseInt(arguments[5]);
        int capacity = Integer.parseInt(arguments[6]);
        senders = Integer.parseInt(arguments[9]);
        there = new Place(directory, "a", size, capacity, senders, mode == Mode.ROUNDTRIP);
        back = new Place(directory, "b", size, capacity, senders, mode == Mode.ROUNDTRIP);
        warmup = (long) (Double.parseDouble(arguments[7]) * 1e9);
        timed = (long) (Double.parseDouble(arguments[8]) * 1e9);
    }

    public static void main(String[] arguments) {
        endWithTheHarness();
        Peer peer = new Peer(arguments);
        int number = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "receive" -> peer.receive();
            case "send" -> peer.send(number);
            case "both" -> peer.both();
            default -> throw new AssertionError(arguments[0]);
        }
    }

    private void receive() {
        if (mode.counts()) {
            count();
        } else {
            echo();
        }
    }

    private void send(int number) {
        if (mode.counts()) {
            flood(number);
        } else {
            pingPong();
        }
    }

    /** Each a thread of this JVM; this one leads. */
    private void both() {
        for (int sender = 0; sender < senders; sender++) {
            int number = sender;
            boolean leads = !mode.counts();
            Thread thread = new Thread(() -> {
                pin(leads ? Pair.core(1) : Pair.coreOfSender(number));
                if (leads) {
                    echo();
                } else {
                    flood(number);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        pin(mode.counts() ? Pair.core(1) : Pair.core(0));
        if (mode.counts()) {
            count();
        } else {
            pingPong();
        }
    }

    /** The calling thread, by its number in the kernel. */
    private static void pin(int core) {
        if (core >= 0) {
            try {
                String thread =
                        Path.of("/proc/thread-self").toRealPath().getFileName().toString();
                new ProcessBuilder("taskset", "-pc", Integer.toString(core), thread)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .onExit()
                        .join();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void endWithTheHarness() {
        Thread watch = new Thread(() -> {
            try {
                for (int c = System.in.read(); c >= 0; c = System.in.read()) {
                    asked += c == '\n' ? 1 : 0;
                }
            } catch (IOException ended) {
                // as good as the end
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private void flood(int number) {
        Sender sender = contestant.sender(there);
        long next = Payload.first(number);
        while (true) {
            next = flood(sender, next);
        }
    }

    private static long flood(Sender sender, long first) {
        for (long sequence = first; sequence < first + BURST; sequence++) {
            send(sender, sequence);
        }
        return first + BURST;
    }

    private static void send(Sender sender, long sequence) {
        while (!sender.trySend(sequence)) {
            Thread.onSpinWait();
        }
    }

    private void count() {
        Receiver receiver = contestant.receiver(there, new Sink(there.size()));
        for (int look = 0; look < LOOKS; look++) {
            count(receiver, warmup / LOOKS);
        }
        System.out.println("READY");
        for (long done = 0; ; done++) {
            while (asked == done) {
                count(receiver, RAMP_NANOS);
            }
            count(receiver, RAMP_NANOS); // what it was doing when it was stopped is over
            System.out.println("RESULT " + count(receiver, timed));
        }
    }

    /** Messages per second. */
    private static double count(Receiver receiver, long nanos) {
        long start = System.nanoTime();
        long count = 0;
        long look = Receiver.LIMIT;
        while (true) {
            int received = receiver.poll();
            count += received;
            if (received == 0) {
                Thread.onSpinWait();
            } else if (count >= look) {
                look = count + Receiver.LIMIT;
                long elapsed = System.nanoTime() - start;
                if (elapsed >= nanos) {
                    return count * 1e9 / elapsed;
                }
            }
        }
    }

    private static void await(Receiver receiver) {
        while (receiver.poll() == 0) {
            Thread.onSpinWait();
        }
    }

    private void echo() {
        Sink sink = new Sink(there.size());
        Receiver receiver = contestant.receiver(there, sink);
        Sender sender = contestant.sender(back);
        while (true) {
            for (int i = 0; i < BURST; i++) {
                await(receiver);
                send(sender, sink.last());
            }
        }
    }

    private void pingPong() {
        Sink sink = new Sink(back.size());
        Receiver receiver = contestant.receiver(back, sink);
        Sender sender = contestant.sender(there);
        long next = 0;
        for (int look = 0; look < LOOKS; look++) {
            next = pingPong(sender, receiver, next, warmup / LOOKS);
        }
        System.out.println("READY");
        for (long done = 0; ; done++) {
            while (asked == done) {
                next = pingPong(sender, receiver, next, RAMP_NANOS);
            }
            next = pingPong(sender, receiver, next, RAMP_NANOS);
            histogram.reset();
            next = pingPong(sender, receiver, next, timed);
            StringBuilder figures = new StringBuilder("RESULT");
            for (double percentile : PERCENTILES) {
                figures.append(' ').append(histogram.getValueAtPercentile(percentile));
            }
            System.out.println(figures);
        }
    }

    private long pingPong(Sender sender, Receiver receiver, long first, long nanos) {
        long next = first;
        long start = System.nanoTime();
        long before = start;
        while (before - start < nanos) {
            send(sender, next++);
            await(receiver);
            long after = System.nanoTime();
            histogram.recordValue(after - before);
            before = after;
        }
        return next;
    }
}
