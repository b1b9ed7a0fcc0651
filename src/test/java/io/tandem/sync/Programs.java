package io.tandem.sync;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.value.SharedInt;
import io.tandem.value.SharedLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Users' programs with locks and semaphores, each the main class of a JVM; {@link SyncProgramsProcessTest} runs them. */
final class Programs {
    private static final int CHILDREN = 10;

    private Programs() {}

    private static void startAndJoin(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.start();
        }
        for (ChildProcess child : children) {
            child.join();
        }
    }

    private static void all(Tandem tandem, int count, java.util.function.IntFunction<ProcessTask> task)
            throws InterruptedException {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(tandem.start(task.apply(i)));
        }
        for (ChildProcess child : children) {
            child.join();
        }
    }

    /** E3: a line that no single write to a pipe could carry. */
    static final class LongLines {
        static final int REPEATS = 8192;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLock lock = tandem.newLock();
                all(tandem, CHILDREN, i -> () -> {
                    try (LockGuard held = lock.acquire()) {
                        for (int n = 0; n < REPEATS; n++) {
                            System.out.print("line of child " + i + " ");
                        }
                        System.out.println();
                        System.out.flush();
                    }
                });
            }
        }
    }

    /** E4. */
    static final class HelloWorld {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLock lock = tandem.newLock();
                all(tandem, CHILDREN, i -> () -> {
                    lock.lock();
                    try {
                        System.out.println("hello world " + i);
                    } finally {
                        lock.unlock();
                    }
                });
            }
        }
    }

    /** E11: a subclass with a lock given in its constructor. */
    static final class Printer extends ChildProcess {
        private static final long serialVersionUID = 1;
        private final SharedLock lock;
        private final int times;

        Printer(Tandem tandem, SharedLock lock, int times) {
            super(tandem);
            this.lock = lock;
            this.times = times;
        }

        @Override
        public void run() {
            for (int i = 0; i < times; i++) {
                lock.lock();
                try {
                    System.out.print("printer ");
                    System.out.print(times);
                    System.out.println(" line " + i);
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    static final class Printers {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLock lock = tandem.newLock();
                List<ChildProcess> printers = new ArrayList<>();
                for (int times = 10; times <= 14; times++) {
                    printers.add(new Printer(tandem, lock, times));
                }
                startAndJoin(printers);
            }
        }
    }

    /** E12: Python's producer and consumer with two semaphores and a lock, daemons that run until they are stopped. */
    static final class BoundedBuffer {
        private static final int ROOM = 2;
        private static final long ENOUGH = 2_000;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Long.class);
                SharedSemaphore empty = tandem.newSemaphore(ROOM);
                SharedSemaphore full = tandem.newSemaphore(0);
                SharedLock lock = tandem.newLock();
                SharedInt inside = tandem.newInt(0);
                SharedInt most = tandem.newInt(0);
                SharedLong consumed = tandem.newLong(0);
                SharedLong wrong = tandem.newLong(0);
                ChildProcess producer = tandem.process().daemon(true).start(() -> {
                    for (long i = 0; ; i++) {
                        empty.acquire();
                        try (LockGuard held = lock.acquire()) {
                            queue.put(i);
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        }
                        full.release();
                    }
                });
                ChildProcess consumer = tandem.process().daemon(true).start(() -> {
                    while (true) {
                        full.acquire();
                        try (LockGuard held = lock.acquire()) {
                            long item = queue.remove();
                            inside.decrementAndGet();
                            wrong.addAndGet(item == consumed.getAndIncrement() ? 0 : 1);
                        }
                        empty.release();
                    }
                });
                while (consumed.get() < ENOUGH && producer.isAlive() && consumer.isAlive()) {
                    Thread.onSpinWait();
                }
                System.out.println("at most " + most.get() + " ahead, " + wrong.get() + " wrong, both alive "
                        + (producer.isAlive() && consumer.isAlive()));
            }
        }
    }

    /** E36: what {@code a += 1} loses, and what a lock or an atomic addition keeps. */
    static final class Additions {
        private static final int EACH = 50_000;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLong bare = tandem.newLong(0);
                SharedLong locked = tandem.newLong(0);
                SharedLong atomic = tandem.newLong(0);
                SharedLong begun = tandem.newLong(0);
                SharedLock lock = tandem.newLock();
                all(tandem, 3, i -> () -> {
                    long seen = bare.get();
                    begun.getAndIncrement();
                    while (begun.get() < 3) {
                        Thread.onSpinWait(); // now all three have seen the same
                    }
                    for (int n = 0; n < EACH; n++) {
                        bare.set((n == 0 ? seen : bare.get()) + 1);
                        lock.lock();
                        locked.set(locked.get() + 1);
                        lock.unlock();
                        atomic.incrementAndGet();
                    }
                });
                System.out.println("bare " + (bare.get() < 3 * EACH ? "lost some" : "lost none") + ", locked "
                        + locked.get() + ", atomic " + atomic.get());
            }
        }
    }

    /** E37. */
    static final class Twice {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLock lock = tandem.newLock();
                lock.lock();
                System.out.println("lock again " + lock.tryLock(Duration.ofMillis(50)));
                lock.unlock();
                SharedReentrantLock reentrant = tandem.newReentrantLock();
                reentrant.lock();
                reentrant.lock();
                int deep = reentrant.holdCount();
                reentrant.unlock();
                boolean still = reentrant.isLocked();
                reentrant.unlock();
                System.out.println(
                        "depth " + deep + ", after one unlock " + still + ", after two " + reentrant.isLocked());
                try {
                    reentrant.unlock();
                } catch (IllegalMonitorStateException e) {
                    System.out.println("one unlock too many is an error");
                }
            }
        }
    }

    /** E43: one producer, consumers that share how many are left. */
    static final class OneToMany {
        private static final int ITEMS = 3_000;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Integer> queue = tandem.newQueue(Integer.class);
                SharedInt left = tandem.newInt(ITEMS);
                SharedLong sum = tandem.newLong(0);
                SharedLock lock = tandem.newLock();
                ChildProcess producer = tandem.start(() -> {
                    for (int i = 1; i <= ITEMS; i++) {
                        queue.put(i);
                    }
                });
                all(tandem, 3, i -> () -> consume(queue, left, sum, lock, null));
                producer.join();
                System.out.println("sum " + sum.get() + ", left " + left.get() + " " + queue.size());
            }
        }
    }

    /** Looks and takes in one step: nobody is left in a take for an item that another one has. */
    private static void consume(
            SharedQueue<Integer> queue, SharedInt left, SharedLong sum, SharedLock step, SharedLock print)
            throws InterruptedException {
        while (true) {
            int item;
            try (LockGuard held = step.acquire()) {
                if (left.get() == 0) {
                    return;
                }
                item = queue.take();
                left.decrementAndGet();
            }
            sum.addAndGet(item);
            if (print != null) {
                try (LockGuard held = print.acquire()) {
                    System.out.print("item ");
                    System.out.println(item);
                }
            }
        }
    }

    /** E44: several of both. */
    static final class ManyToMany {
        static final int PRODUCERS = 3;
        static final int ITEMS = 100;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Integer> queue = tandem.newQueue(Integer.class);
                SharedInt left = tandem.newInt(PRODUCERS * ITEMS);
                SharedLong sum = tandem.newLong(0);
                SharedLock step = tandem.newLock();
                SharedLock print = tandem.newLock();
                List<ChildProcess> producers = new ArrayList<>();
                for (int p = 0; p < PRODUCERS; p++) {
                    int first = p * ITEMS;
                    producers.add(tandem.start(() -> {
                        for (int i = 0; i < ITEMS; i++) {
                            queue.put(first + i);
                        }
                    }));
                }
                all(tandem, 3, i -> () -> consume(queue, left, sum, step, print));
                for (ChildProcess producer : producers) {
                    producer.join();
                }
                System.out.println("sum " + sum.get());
            }
        }
    }

    /**
     * E45: the condition is looked at outside the lock, so that consumers may all wait for the last item. Here the end of
     * the queue gets them out.
     */
    static final class WrongManyToMany {
        private static final int ITEMS = 300;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Integer> queue = tandem.newQueue(Integer.class);
                SharedLong taken = tandem.newLong(0);
                List<ChildProcess> consumers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    consumers.add(tandem.start(() -> {
                        try {
                            while (taken.get()
                                    < ITEMS) { // wrong: another one may take the last item before this one does
                                queue.take();
                                taken.incrementAndGet();
                            }
                        } catch (QueueShutDownException noMore) {
                            // in Python this consumer would wait for ever
                        }
                    }));
                }
                all(tandem, 3, i -> () -> {
                    for (int n = 0; n < ITEMS / 3; n++) {
                        queue.put(n);
                    }
                });
                queue.shutdown();
                for (ChildProcess consumer : consumers) {
                    consumer.join();
                }
                System.out.println("taken " + taken.get() + ", all ended");
            }
        }
    }

    /** E47: that nobody else was inside shows in two numbers that are changed one after the other. */
    static final class Exclusion {
        private static final int EACH = 20_000;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLock lock = tandem.newLock();
                SharedInt inside = tandem.newInt(0);
                SharedInt together = tandem.newInt(0);
                SharedLong count = tandem.newLong(0);
                all(tandem, 4, i -> () -> {
                    for (int n = 0; n < EACH; n++) {
                        lock.lock();
                        try {
                            if (inside.incrementAndGet() != 1) {
                                together.incrementAndGet();
                            }
                            count.setPlain(count.getPlain() + 1);
                            inside.decrementAndGet();
                        } finally {
                            lock.unlock();
                        }
                    }
                });
                System.out.println("together " + together.get() + ", count " + count.get());
            }
        }
    }
}
