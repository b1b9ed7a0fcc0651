package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.codec.EncodeException;
import io.tandem.manager.Kinds.Counter;
import io.tandem.manager.Kinds.CounterImpl;
import io.tandem.manager.Kinds.Point;
import io.tandem.support.Await;
import io.tandem.support.Threads;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions that are shipped to the objects, and calls of many threads; one server for all. */
class ManagedFunctionsTest {
    private static Tandem tandem;
    private static Manager manager;

    @BeforeAll
    static void start() {
        tandem = Tandem.open();
        manager = tandem.newManager(ManagerOptions.DEFAULT
                .allow(Point.class)
                .register(Counter.class, CounterImpl::new)
                .initializer(() -> System.setProperty("initialized", "yes")));
    }

    @AfterAll
    static void stop() {
        manager.close();
        tandem.close();
    }

    @Test
    void functionsRunInTheServerOnce() {
        ManagedMap<String, Integer> map = manager.dict();
        int captured = 7;
        for (int i = 0; i < 3; i++) {
            map.merge("a", captured, Integer::sum);
            map.compute("b", (key, old) -> old == null ? captured : old + captured);
        }
        assertEquals(Map.of("a", 21, "b", 21), map);
        assertEquals(1, map.computeIfAbsent("c", key -> key.length()));
        assertEquals(2, map.computeIfPresent("c", (key, old) -> old + 1));
        map.replaceAll((key, old) -> old * 2);
        assertEquals(Map.of("a", 42, "b", 42, "c", 4), map);
        long server =
                manager.computeOnServer(map, inServer -> ProcessHandle.current().pid());
        assertEquals(manager.pid(), server);
        ArithmeticException thrown =
                assertThrows(ArithmeticException.class, () -> map.compute("a", (key, old) -> old / 0));
        assertTrue(thrown.getMessage().contains("zero"));
        assertEquals(42, map.get("a"));
    }

    /** What changed between two calls counts. */
    @Test
    void aFunctionWithStateIsShippedEachTime() {
        ManagedList<Integer> list = manager.list();
        list.add(0);
        int[] step = {1};
        Shipped.UnaryOperator<Integer> add = value -> value + step[0];
        list.replaceAll(add);
        step[0] = 10;
        list.replaceAll(add);
        assertEquals(List.of(11), list);
    }

    @Test
    void functionsThatCannotTravelRunHereAndAreAtomicToo() throws Exception {
        ManagedMap<String, Integer> map = manager.dict();
        BiFunction<Integer, Integer, Integer> sum = Integer::sum;
        assertFalse(sum instanceof java.io.Serializable);
        ManagedList<Integer> list = manager.list();
        list.addAll(List.of(3, 1, 2));
        Threads.repeat(200, Collections.nCopies(4, () -> {
            map.merge("count", 1, sum);
            UnaryOperator<Integer> more = value -> value + 1;
            list.replaceAll(more);
        }));
        assertEquals(800, map.get("count"));
        java.util.Comparator<Integer> down = (one, two) -> two - one;
        list.sort(down);
        assertEquals(List.of(803, 802, 801), list);
        EncodeException refusal = assertThrows(EncodeException.class, () -> {
            Object secret = new Object();
            map.compute("a", (key, old) -> secret.hashCode());
        });
        assertTrue(refusal.getMessage().contains("java.lang.Object"), refusal::getMessage);
    }

    @Test
    void functionsThatWaitForEachOtherInACircleAreRefused() throws Exception {
        ManagedMap<String, Integer> one = manager.dict();
        ManagedMap<String, Integer> two = manager.dict();
        var barrier = manager.newBarrier(2);
        List<String> results = Threads.all(List.of(() -> cross(one, two, barrier), () -> cross(two, one, barrier)));
        assertTrue(results.contains("IllegalStateException"), results::toString);
    }

    @Test
    void aCallThatWaitsHoldsUpNoOther() throws Exception {
        Counter counter = manager.create(Counter.class);
        List<String> got = Threads.all(List.of(counter::take, counter::take, () -> {
            Await.until("two takers", () -> counter.waiting() == 2);
            counter.give("x");
            counter.give("x");
            return "x";
        }));
        assertEquals(List.of("x", "x", "x"), got);
    }

    @Test
    void anInterruptStaysSetAndDisturbsNothing() {
        ManagedMap<Integer, Integer> map = manager.dict();
        Thread.currentThread().interrupt();
        for (int i = 0; i < 100; i++) {
            map.put(i, i);
        }
        assertTrue(Thread.interrupted());
        assertEquals(100, map.size());
    }

    @Test
    void manyThreadsShareTheConnection() throws Exception {
        ManagedMap<Integer, Integer> map = manager.dict();
        java.util.concurrent.atomic.AtomicInteger names = new java.util.concurrent.atomic.AtomicInteger();
        Threads.repeat(1, Collections.nCopies(16, () -> {
            int mine = names.incrementAndGet() * 1000;
            for (int i = 0; i < 300; i++) {
                map.put(mine + i, i);
                assertEquals(i, map.get(mine + i));
            }
        }));
        assertEquals(16 * 300, map.size());
    }

    private static String cross(
            ManagedMap<String, Integer> first, ManagedMap<String, Integer> second, io.tandem.sync.SharedBarrier both) {
        try {
            manager.computeOnServer(first, inServer -> {
                try {
                    both.await();
                } catch (Exception e) {
                    throw new IllegalArgumentException(e);
                }
                return second.put("a", 1);
            });
            return "ran";
        } catch (IllegalStateException e) {
            return e.getClass().getSimpleName();
        }
    }
}
