package io.tandem.queue.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorder and the judge on a queue that is right, and on some that are not. */
class ReferenceHistoryTest {
    private static final int CAPACITY = 16;
    private static final int EACH = 3; // threads that put, and threads that take
    private static final int MAIN = 100; // the producer that comes first

    @TempDir
    private Path directory;

    private int players;

    private Player player(Fifo queue) {
        return new Player(queue, directory.resolve("history-" + ++players), players);
    }

    /** First 20 offers of one thread, some of which may find no room; then all of them at once. */
    private List<Operation> history(Fifo queue, int count) throws Exception {
        Player first = player(queue);
        for (int i = 1; i <= CAPACITY + 4; i++) {
            first.offer(Values.value(MAIN, i), 0);
        }
        AtomicInteger putting = new AtomicInteger(EACH);
        List<Callable<Object>> tasks = new ArrayList<>();
        for (int i = 1; i <= EACH; i++) {
            int producer = i;
            Player putter = player(queue);
            Player taker = player(queue);
            tasks.add(() -> {
                putter.put(producer, 1, 1, count);
                putting.decrementAndGet();
                return null;
            });
            tasks.add(() -> {
                taker.take(() -> putting.get() == 0);
                return null;
            });
        }
        Threads.all(tasks);
        List<Operation> all = new ArrayList<>();
        for (int i = 1; i <= players; i++) {
            all.addAll(Recorder.read(directory.resolve("history-" + i)));
        }
        return all;
    }

    private static Fifo right() {
        return Fifo.of(new ArrayBlockingQueue<>(CAPACITY));
    }

    /** A right one, but for what it answers to an offer or a poll. */
    private abstract static class Wrong implements Fifo {
        final Fifo right = right();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public boolean offer(Long value, long nanos) throws InterruptedException {
            return right.offer(value, nanos);
        }

        @Override
        public Long poll(long nanos) throws InterruptedException {
            return right.poll(nanos);
        }

        /** Every tenth time. */
        boolean now() {
            return calls.incrementAndGet() % 10 == 0;
        }
    }

    private void found(String problem, Fifo queue, int capacity) throws Exception {
        List<String> problems = FifoJudge.problems(history(queue, 1000), capacity);
        System.out.println("found: " + problems.stream().limit(3).toList());
        assertTrue(problems.stream().anyMatch(text -> text.startsWith(problem)), problems::toString);
    }

    @Test
    void aRightQueueIsNotBlamed() throws Exception {
        List<Operation> history = history(right(), 40_000);
        long begin = System.nanoTime();
        assertEquals(List.of(), FifoJudge.problems(history, CAPACITY));
        assertEquals(List.of(), FifoJudge.problemsPerProducer(history));
        System.out.println("history of " + history.size() + " operations, judged in "
                + (System.nanoTime() - begin) / 1_000_000 + " ms");
        for (Operation.Kind kind : Operation.Kind.values()) {
            assertTrue(history.stream().anyMatch(operation -> operation.kind() == kind), () -> "none is " + kind);
        }
    }

    @Test
    void lastInFirstOut() throws Exception {
        LinkedBlockingDeque<Long> stack = new LinkedBlockingDeque<>(CAPACITY);
        found(
                "order",
                new Wrong() {
                    @Override
                    public boolean offer(Long value, long nanos) throws InterruptedException {
                        return stack.offerLast(value, nanos, TimeUnit.NANOSECONDS);
                    }

                    @Override
                    public Long poll(long nanos) throws InterruptedException {
                        return stack.pollLast(nanos, TimeUnit.NANOSECONDS);
                    }
                },
                CAPACITY);
    }

    @Test
    void dropping() throws Exception {
        found(
                "lost",
                new Wrong() {
                    @Override
                    public boolean offer(Long value, long nanos) throws InterruptedException {
                        return now() || super.offer(value, nanos);
                    }
                },
                CAPACITY);
    }

    @Test
    void doubling() throws Exception {
        found(
                "taken twice",
                new Wrong() {
                    private volatile Long last;

                    @Override
                    public Long poll(long nanos) throws InterruptedException {
                        Long again = last;
                        if (again != null && now()) {
                            return again;
                        }
                        Long value = super.poll(nanos);
                        last = value == null ? again : value;
                        return value;
                    }
                },
                CAPACITY);
    }

    @Test
    void inventing() throws Exception {
        found(
                "from nowhere",
                new Wrong() {
                    @Override
                    public Long poll(long nanos) throws InterruptedException {
                        Long value = super.poll(nanos);
                        return value != null && now() ? Long.valueOf(-value) : value;
                    }
                },
                CAPACITY);
    }

    @Test
    void lyingAboutEmpty() throws Exception {
        found(
                "empty",
                new Wrong() {
                    @Override
                    public Long poll(long nanos) throws InterruptedException {
                        return now() ? null : super.poll(nanos);
                    }
                },
                CAPACITY);
    }

    @Test
    void fullTooEarly() throws Exception {
        found("full", right(), CAPACITY + 1);
    }

    @Test
    void takingInTooMany() throws Exception {
        found("too many", right(), CAPACITY - 1);
    }
}
