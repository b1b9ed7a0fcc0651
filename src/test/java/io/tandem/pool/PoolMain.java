package io.tandem.pool;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.value.SharedInt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Main classes of JVMs that make a pool, or give tasks to one. */
final class PoolMain {
    private PoolMain() {}

    static void awaitGo(SharedInt go) {
        while (go.get() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Makes a pool of one worker that is armed with a crash point, and so is each that follows; gives it four tasks. */
    static final class Armed {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open(Path.of(arguments[0]));
                    ProcessPool pool = tandem.newPool(PoolOptions.DEFAULT
                            .workers(1)
                            .retries(Integer.parseInt(arguments[2]))
                            .jvmFlags("-D" + CrashPoint.PROPERTY + "=" + arguments[1]))) {
                List<AsyncResult<Integer>> results = new ArrayList<>();
                PoolFunction<Integer, Integer> same = n -> n;
                for (int i = 0; i < 4; i++) {
                    results.add(pool.applyAsync(same, i));
                }
                System.out.println("pool " + pool.path());
                for (AsyncResult<Integer> result : results) {
                    try {
                        System.out.println("answer " + result.get());
                    } catch (ExecutionException e) {
                        System.out.println("answer " + e.getCause().getClass().getSimpleName());
                    }
                }
                System.out.println("all");
                pool.terminate();
            }
        }
    }

    /** Makes a pool, says where it is and who its workers are, and stays. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open(Path.of(arguments[0]));
                    ProcessPool pool = tandem.newPool(2)) {
                pool.map(n -> n, ProcessPoolTest.numbers(20));
                while (pool.pids().size() < 2) {
                    LockSupport.parkNanos(1_000_000);
                }
                System.out.println("pids " + pool.pids());
                System.out.println("pool " + pool.path());
                new CountDownLatch(1).await();
            }
        }
    }

    /** Gives a pool of somebody else so many tasks that wait for a go. */
    static final class Submitter {
        public static void main(String[] arguments) throws Exception {
            ProcessPool pool = ProcessPool.attach(Path.of(arguments[0]));
            SharedInt go = SharedInt.attach(Path.of(arguments[1]));
            SharedInt begun = SharedInt.attach(Path.of(arguments[2]));
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                results.add(pool.applyAsync(
                        n -> {
                            begun.getAndIncrement();
                            awaitGo(go);
                            return n + 1;
                        },
                        i));
            }
            System.out.println("submitted");
            for (AsyncResult<Integer> result : results) {
                try {
                    System.out.println("got " + result.get());
                } catch (ExecutionException e) {
                    System.out.println("failed " + e.getCause().getClass().getSimpleName());
                }
            }
            pool.close();
            System.out.println("closed");
        }
    }

    /** Submits to a pool and returns from main at once. */
    static final class Hasty {
        public static void main(String[] arguments) {
            ProcessPool pool = Tandem.open().newPool(2);
            for (int i = 0; i < 4; i++) {
                pool.submit(() -> {
                    LockSupport.parkNanos(100_000_000);
                    System.out.println("ran");
                });
            }
            if (arguments.length > 0) {
                pool.shutdown();
            }
        }
    }

    /** Keeps a pool in a static field, idle, and returns. */
    static final class Idle {
        static ProcessPool pool;

        public static void main(String[] arguments) throws Exception {
            pool = Tandem.open().newPool(1);
            System.out.println("got " + pool.submit(() -> 1).get());
        }
    }

    /** Gives one task at a time, one per line of its input. */
    static final class OneByOne {
        public static void main(String[] arguments) throws Exception {
            ProcessPool pool = ProcessPool.attach(Path.of(arguments[0]));
            SharedInt runs = SharedInt.attach(Path.of(arguments[1]));
            Scanner input = new Scanner(System.in);
            while (input.hasNextInt()) {
                int n = pool.applyAsync(
                                m -> {
                                    runs.getAndIncrement();
                                    return m;
                                },
                                input.nextInt())
                        .get();
                System.out.println("got " + n);
            }
        }
    }
}
