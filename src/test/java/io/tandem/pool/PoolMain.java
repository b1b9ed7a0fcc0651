package io.tandem.pool;

import io.tandem.Tandem;
import io.tandem.file.CrashPoint;
import io.tandem.process.ChildProcess;
import io.tandem.sync.SharedEvent;
import io.tandem.value.SharedInt;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** Makes a pool that it closes and one that it forgets, and collects both; the last task of each counts. */
    static final class Forgetful {
        private static AsyncResult<Integer> last;

        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            WeakReference<ProcessPool> closed = use(tandem, true);
            WeakReference<ProcessPool> forgotten = use(tandem, false);
            while (closed.get() != null
                    || forgotten.get() != null
                    || !ChildProcess.activeChildren().isEmpty()) {
                System.gc();
                LockSupport.parkNanos(1_000_000);
            }
            System.out.println("last " + last.get());
            PoolIterator<Integer> held = tandem.newPool(1).imap(n -> n, ProcessPoolTest.numbers(100));
            for (int i = 0; i < 10; i++) {
                System.gc();
                held.next();
            }
            System.out.println("iterated " + held.stream().count());
            Runtime.getRuntime().halt(0);
        }

        private static WeakReference<ProcessPool> use(Tandem tandem, boolean closes) throws Exception {
            ProcessPool pool = tandem.newPool(1);
            pool.apply(n -> n, 1);
            last = pool.applyAsync(n -> n, closes ? 2 : 3);
            if (closes) {
                pool.close();
            }
            return new WeakReference<>(pool);
        }
    }

    /**
     * So many virtual threads, with as many carriers as a flag says, wait for tasks at once: first for such as end only
     * when one more virtual thread has run, then again and again.
     */
    static final class Virtual {
        public static void main(String[] arguments) throws Exception {
            int threads = Integer.parseInt(arguments[0]);
            int rounds = Integer.parseInt(arguments[1]);
            Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
            ExecutorService virtual = (ExecutorService) factory.invoke(null);
            CountDownLatch waiting = new CountDownLatch(threads);
            try (Tandem tandem = Tandem.open();
                    ProcessPool pool = tandem.newPool(2)) {
                SharedEvent go = tandem.newEvent();
                PoolFunction<Integer, Integer> held = n -> {
                    go.await();
                    return n + 1;
                };
                List<Future<Integer>> sums = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int first = t;
                    sums.add(virtual.submit(() -> {
                        waiting.countDown();
                        int sum = pool.apply(held, first);
                        for (int i = 1; i < rounds; i++) {
                            sum += pool.<Integer, Integer>apply(n -> n + 1, first);
                        }
                        return sum;
                    }));
                }
                waiting.await();
                virtual.submit(go::set).get();
                int sum = 0;
                for (Future<Integer> each : sums) {
                    sum += each.get();
                }
                System.out.println("sum " + sum);
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

    /** Lets go of a pool of somebody else, of one worker, while one task runs and one waits. */
    static final class Leaver {
        public static void main(String[] arguments) throws Exception {
            ProcessPool pool = ProcessPool.attach(Path.of(arguments[0]));
            SharedInt go = SharedInt.attach(Path.of(arguments[1]));
            SharedInt begun = SharedInt.attach(Path.of(arguments[2]));
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                results.add(pool.submit(() -> {
                    begun.getAndIncrement();
                    awaitGo(go);
                    return 1;
                }));
            }
            while (begun.get() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            Thread.currentThread().interrupt();
            pool.close();
            for (AsyncResult<Integer> result : results) {
                System.out.println("cancelled " + result.isCancelled());
            }
        }
    }
}
