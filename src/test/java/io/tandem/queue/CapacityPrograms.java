package io.tandem.queue;

import static io.tandem.queue.Programs.say;
import static io.tandem.queue.Programs.until;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.process.ChildProcess;
import io.tandem.value.SharedLong;
import java.time.Duration;

/** The users' own programs with a bounded queue, each the main class of a JVM; {@link CapacityProcessTest} runs them. */
final class CapacityPrograms {
    private static final Duration WHILE = Duration.ofMillis(50);

    private CapacityPrograms() {}

    /** E12: semaphores and a lock in Python; here the queue's capacity. Runs until its parent ends. */
    static final class BoundedBuffer {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Codecs.of(Long.class), QueueOptions.DEFAULT.capacity(2));
                SharedLong putting = tandem.newLong(0);
                SharedLong put = tandem.newLong(0);
                SharedLong taking = tandem.newLong(0);
                SharedLong taken = tandem.newLong(0);
                SharedLong most = tandem.newLong(0);
                SharedLong wrong = tandem.newLong(0);
                tandem.process().daemon(true).start(() -> {
                    for (long i = 1; true; i++) {
                        putting.set(i);
                        queue.put(i);
                        put.set(i);
                        wrong.getAndAdd(i - taking.get() > 2 ? 1 : 0);
                    }
                });
                until(putting, 3);
                say("full", put.get(), queue.isFull(), queue.isEmpty(), queue.size(), queue.remainingCapacity());
                tandem.process().daemon(true).start(() -> {
                    for (long i = 1; true; i++) {
                        most.set(Math.max(most.get(), put.get() - i + 1));
                        taking.set(i);
                        wrong.getAndAdd(queue.take() == i && putting.get() >= i ? 0 : 1);
                        taken.set(i);
                    }
                });
                until(taken, 20_000);
                say("most ahead", most.get(), "wrong", wrong.get());
            }
        }
    }

    /** E33. */
    static final class FullAndEmpty {
        private static void look(SharedQueue<String> queue) {
            say(
                    queue.isFull() ? "full" : queue.isEmpty() ? "empty" : "neither",
                    queue.size(),
                    queue.remainingCapacity());
        }

        private static boolean waited(long start) {
            return System.nanoTime() - start >= WHILE.toNanos();
        }

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(Codecs.of(String.class), QueueOptions.DEFAULT.capacity(2));
                SharedLong begun = tandem.newLong(0);
                look(queue);
                tandem.start(() -> {
                            queue.put("a");
                            look(queue);
                            queue.put("b");
                            say("no room", queue.offer("c"));
                            long start = System.nanoTime();
                            say("no room", queue.offer("c", WHILE), waited(start));
                        })
                        .join();
                look(queue);
                ChildProcess blocked = tandem.start(() -> {
                    begun.set(1);
                    queue.put("c");
                });
                until(begun, 1);
                say(queue.take());
                blocked.join();
                look(queue);
                tandem.start(() -> {
                            say(queue.take(), queue.take(), queue.poll());
                            long start = System.nanoTime();
                            say("nothing", queue.poll(WHILE), waited(start));
                        })
                        .join();
                look(queue);
                blocked = tandem.start(() -> {
                    begun.set(2);
                    say(queue.take());
                });
                until(begun, 2);
                queue.put("d");
                blocked.join();
                look(queue);
            }
        }
    }
}
