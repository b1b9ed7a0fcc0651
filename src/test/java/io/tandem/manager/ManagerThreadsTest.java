package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.manager.Kinds.Counter;
import io.tandem.manager.Kinds.CounterImpl;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threads of one client that wait in calls, that are interrupted there, and that are virtual ones. */
class ManagerThreadsTest {
    private static final int MANY = 64;

    private static Tandem tandem;
    private static Manager manager;

    @BeforeAll
    static void start() {
        tandem = Tandem.open();
        manager = tandem.newManager(ManagerOptions.DEFAULT.register(Counter.class, CounterImpl::new));
    }

    @AfterAll
    static void stop() {
        manager.close();
        tandem.close();
    }

    /** Waits in a call; whether it was interrupted there with the interrupt gone, or what it got. */
    private static String take(Counter counter) {
        try {
            return counter.take();
        } catch (InterruptedException e) {
            return "interrupted " + Thread.currentThread().isInterrupted();
        }
    }

    private static <T> T end(Future<T> task) throws Exception {
        return task.get(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** One of them receives for all, the others are parked: each can be interrupted, and none loses what is given later. */
    @Test
    void anInterruptReachesTheMethodInTheServer() throws Exception {
        Counter counter = manager.create(Counter.class);
        List<FutureTask<String>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<String> task = new FutureTask<>(() -> take(counter));
            tasks.add(task);
            threads.add(new Thread(task, "taker"));
            threads.get(i).setDaemon(true);
            threads.get(i).start();
        }
        Await.until("takers", () -> counter.waiting() == 4);
        for (int i = 0; i < 3; i++) {
            threads.get(i).interrupt();
            assertEquals("interrupted false", end(tasks.get(i)));
            int left = 3 - i;
            Await.until("one less", () -> counter.waiting() == left);
        }
        counter.give("one");
        assertEquals("one", end(tasks.get(3)));
        counter.give("two");
        assertEquals("two", counter.take());
    }

    /** What ignores an interrupt is waited for, and what is short is not disturbed; large values go through files. */
    @Test
    void anInterruptStaysSetWhereNothingHeedsIt() {
        ManagedMap<String, Object> map = manager.dict();
        String large = "x".repeat(200_000);
        for (int i = 0; i < 20; i++) {
            Thread.currentThread().interrupt();
            map.put("large", large);
            assertEquals(large, map.get("large"));
            assertTrue(Thread.interrupted(), "still set");
        }
        Thread.currentThread().interrupt();
        assertEquals("told", manager.computeOnServer(map, inServer -> {
            try {
                Thread.sleep(TimeUnit.MINUTES.toMillis(10));
                return "slept";
            } catch (InterruptedException e) {
                return "told";
            }
        }));
        assertTrue(Thread.interrupted(), "the function had it, and so has its caller");
        assertThrows(IllegalStateException.class, () -> {
            Thread.currentThread().interrupt();
            manager.computeOnServer(map, inServer -> {
                Thread.currentThread().interrupt();
                throw new Refused();
            });
        });
        assertTrue(Thread.interrupted());
    }

    /** Not the JDK's: it comes in a file. */
    private static final class Refused extends IllegalStateException {
        private static final long serialVersionUID = 1;
    }

    private static ExecutorService virtual() throws ReflectiveOperationException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException before21) {
            Skip.VIRTUAL_THREADS.unless(false);
            return null;
        }
    }

    /** Also while as many others wait in calls: no carrier is kept. */
    @Test
    void virtualThreadsMakeAndUseMapsAtOnce() throws Exception {
        ExecutorService threads = virtual();
        Counter counter = manager.create(Counter.class);
        try {
            makeAndUse(threads);
            List<Future<String>> takers = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                takers.add(threads.submit(() -> take(counter)));
            }
            Await.until("takers", () -> counter.waiting() == MANY);
            makeAndUse(threads);
            takers.get(0).cancel(true);
            Await.until("one less", () -> counter.waiting() == MANY - 1);
            Set<String> given = new HashSet<>();
            for (int i = 1; i < MANY; i++) {
                counter.give("text " + i);
            }
            for (Future<String> taker : takers.subList(1, MANY)) {
                given.add(end(taker));
            }
            assertEquals(MANY - 1, given.size());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void makeAndUse(ExecutorService threads) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            tasks.add(() -> {
                try (ManagedMap<String, Integer> map = manager.dict()) {
                    map.put("a", number);
                    return map.merge("a", 1, Integer::sum);
                }
            });
        }
        int expected = 1;
        for (Future<Integer> result : threads.invokeAll(tasks, Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            assertEquals(expected++, end(result));
        }
    }
}
