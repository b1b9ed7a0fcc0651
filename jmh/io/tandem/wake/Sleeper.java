package io.tandem.wake;

import io.tandem.Tandem;
import io.tandem.wait.Doorman;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One JVM. {@code answer} sends back what comes. {@code ask} warms up and prints READY; then for each line on its standard
 * input it asks for a while and prints RESULT with the median and the 99th percentile of the round trips, in nanoseconds,
 * and how many there were. {@code idle} waits for what never comes.
 */
final class Sleeper {
    private static final long WARMUP_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final int MOST = 1 << 20;

    private static long number;

    private Sleeper() {}

    public static void main(String[] arguments) throws Exception {
        Way way = Way.valueOf(arguments[1]);
        Path directory = Path.of(arguments[2]);
        if (way.isOurs()) {
            Tandem.open(directory);
            while (Doorman.state().startsWith("back-off until")) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        boolean asks = arguments[0].equals("ask");
        Way.Link link = way.open(directory, !asks);
        if (!asks) {
            endWithTheHarness();
            if (way.isOurs()) {
                System.out.println("READY");
            }
            while (true) {
                link.send(link.recv());
            }
        }
        long[] samples = new long[MOST];
        ask(link, samples, WARMUP_NANOS);
        System.out.println("READY");
        long nanos = Long.parseLong(arguments[3]);
        for (int c = System.in.read(); c >= 0; c = System.in.read()) {
            int count = ask(link, samples, nanos);
            Arrays.sort(samples, 0, count);
            System.out.println("RESULT " + samples[count / 2] + " " + samples[count * 99 / 100] + " " + count);
        }
        Runtime.getRuntime().halt(0);
    }

    private static int ask(Way.Link link, long[] samples, long nanos) throws Exception {
        long start = System.nanoTime();
        long before = start;
        int count = 0;
        while (before - start < nanos && count < samples.length) {
            link.send(++number);
            long answer = link.recv();
            long now = System.nanoTime();
            if (answer != number) {
                throw new AssertionError(answer + " instead of " + number);
            }
            samples[count++] = now - before;
            before = now;
        }
        return count;
    }

    private static void endWithTheHarness() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException ended) {
                // as good as the end
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }
}
