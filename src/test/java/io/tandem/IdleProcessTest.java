package io.tandem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codecs;
import io.tandem.manager.Manager;
import io.tandem.pipe.SharedPipe;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import io.tandem.sync.SharedEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a JVM costs that waits, all its threads together, beside one that does nothing. */
@Tag("full")
class IdleProcessTest {
    private static final double MOST_PERCENT = 0.5;
    private static final double MOST_PERCENT_WITHOUT_FUTEX = 1.5;
    private static final long SETTLE_SECONDS = 3;
    private static final int WINDOWS = 5;
    private static final long MEASURE_SECONDS = 6;

    private enum Wait {
        NOTHING,
        TAKE,
        TIMED_POLL,
        PUT,
        RECV,
        AWAIT
    }

    /** The main class of the JVM that waits. */
    static final class Waiting {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                wait(tandem, Wait.valueOf(arguments[0])).run();
            }
        }

        private static ProcessTask wait(Tandem tandem, Wait what) throws Exception {
            SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), QueueOptions.DEFAULT.laneBytes(4096));
            SharedPipe<Long> pipe = tandem.newPipe(Long.class);
            pipe.second().send(1L);
            pipe.first().recv();
            System.out.println("ready");
            return switch (what) {
                case NOTHING -> () -> TimeUnit.HOURS.sleep(1);
                case TAKE -> queue::take;
                case TIMED_POLL -> () -> queue.poll(1, TimeUnit.HOURS);
                case PUT ->
                    () -> {
                        while (true) {
                            queue.put(1L);
                        }
                    };
                case RECV -> () -> pipe.first().recv();
                case AWAIT -> SharedEvent.create(tandem.path().resolve("event"))::await;
            };
        }
    }

    /** Nanoseconds of all its threads on a processor. */
    private static long used(long pid) throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                sum += Long.parseLong(
                        Files.readString(thread.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }

    private static void pause(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double percent(long pid) throws IOException {
        long start = System.nanoTime();
        long before = used(pid);
        pause(MEASURE_SECONDS);
        return 100.0 * (used(pid) - before) / (System.nanoTime() - start);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitCostsLittle(Wait wait) throws Exception {
        costs(wait, false, MOST_PERCENT);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitWithoutFutexCostsLittle(Wait wait) throws Exception {
        costs(wait, true, MOST_PERCENT_WITHOUT_FUTEX);
    }

    private static void costs(Wait wait, boolean noFutex, double most) throws Exception {
        try (Jvm jvm = Jvm.start(List.of("-Dio.tandem.noFutex=" + noFutex), Waiting.class, wait.name())) {
            jvm.awaitLine("ready");
            idles(jvm.pid(), wait + (noFutex ? " without futex" : ""), most);
            assertTrue(jvm.isAlive());
        }
    }

    /** With a client that has called: one thread waits for its next call, one for other clients. */
    @Test
    void aManagersServerCostsLittle() throws Exception {
        try (Tandem tandem = Tandem.open();
                Manager manager = tandem.newManager()) {
            manager.dict("shared").put("calls", 1);
            idles(
                    ChildProcess.activeChildren().get(0).pid(),
                    "a manager's server",
                    2 * MOST_PERCENT); // two threads wait
            manager.dict("shared").put("calls", 2);
        }
    }

    private static void idles(long pid, String who, double most) throws IOException {
        pause(SETTLE_SECONDS);
        double percent = Double.MAX_VALUE;
        for (int window = 0; window < WINDOWS && percent > most; window++) {
            percent = Math.min(percent, percent(pid)); // what else runs here, and a compiler, only add to it
        }
        System.out.printf(
                "%s: %.2f %% of a core, load %.1f%n",
                who, percent, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertTrue(percent <= most, who + " uses " + percent + " % of a core");
    }
}
