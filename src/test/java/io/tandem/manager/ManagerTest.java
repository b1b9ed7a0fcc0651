package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.codec.EncodeException;
import io.tandem.file.ClosedException;
import io.tandem.manager.Kinds.Counter;
import io.tandem.manager.Kinds.CounterImpl;
import io.tandem.manager.Kinds.Point;
import io.tandem.process.RemoteFailure;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Await;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server for all; the numbers are those of the conformance list. */
class ManagerTest {
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

    private static int objects() {
        return Integer.parseInt(manager.counts().split("[ ,]+")[1]);
    }

    @Test
    void valuesOfAllKindsComeBackEqual() {
        ManagedMap<Object, Object> map = manager.dict();
        List<Object> values = Arrays.asList(
                null,
                true,
                false,
                (byte) -1,
                (short) -300,
                'ä',
                Integer.MIN_VALUE,
                0,
                63,
                64,
                -65,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                1.5f,
                -0.0,
                Double.NaN,
                "",
                "text",
                "äöü\u00ff",
                "漢字\ud83d\ude00",
                "half \ud83d",
                BigDecimal.TEN,
                List.of(1, List.of("2")),
                Set.of(1),
                Map.of("a", 1),
                new TreeMap<>(Map.of(2, 1)),
                Collections.singletonList(null),
                new Point(1, List.of("x")),
                List.of(new Point(2, List.of())));
        for (Object value : values) {
            map.put("key", value);
            assertEquals(value, map.get("key"));
            map.put(value, "value");
            assertEquals("value", map.get(value), () -> "key " + value);
            assertTrue(map.containsValue(value) || !map.containsKey("key"));
        }
        assertEquals(values.size(), map.size() - 1);
        byte[] bytes = {1, 2, 3};
        map.put("bytes", bytes);
        assertArrayEquals(bytes, (byte[]) map.get("bytes"));
        assertTrue(map.remove("bytes", new byte[] {1, 2, 3}));
        map.put("array", new Object[] {1, "2", null});
        assertArrayEquals(new Object[] {1, "2", null}, (Object[]) map.get("array"));
    }

    @Test
    void whatIsLargeTravelsToo() {
        ManagedMap<String, Object> map = manager.dict();
        String large = "x".repeat(3_000_000);
        map.put("large", large);
        assertEquals(large, map.get("large"));
        ManagedList<Integer> list = manager.list();
        list.addAll(IntStream.range(0, 100_000).boxed().toList());
        assertEquals(IntStream.range(0, 100_000).boxed().toList(), list.snapshot());
        int next = 0;
        for (int each : list) {
            assertEquals(next++, each);
        }
        ManagedMap<Integer, Integer> many = manager.dict();
        many.putAll(list.stream().collect(java.util.stream.Collectors.toMap(i -> i, i -> -i)));
        assertEquals(100_000, many.size());
        int sum = 0;
        for (Map.Entry<Integer, Integer> entry : many.entrySet()) {
            sum += entry.getKey() + entry.getValue() + 1;
        }
        assertEquals(100_000, sum);
        assertEquals(Map.of(5, -5, 7, -7), many.getAll(List.of(5, 7, -1)));
    }

    /** 247. */
    @Test
    void aListIteratorSeesLaterChangesAndStaysExhausted() {
        ManagedList<Object> list = manager.list();
        list.addAll(List.of(0, 1, 2));
        Iterator<Object> iterator = list.iterator();
        list.set(0, 100);
        assertEquals(100, iterator.next());
        iterator.next();
        iterator.next();
        assertFalse(iterator.hasNext());
        list.add(3);
        assertFalse(iterator.hasNext());
        assertThrows(NoSuchElementException.class, iterator::next);
        ListIterator<Object> both = list.listIterator();
        both.next();
        list.set(0, "other");
        assertThrows(ConcurrentModificationException.class, both::remove);
        assertEquals(List.of("other", 1, 2, 3), list);
    }

    /** 248. */
    @Test
    void aListMayContainOthersAndItself() {
        ManagedList<Object> inner = manager.list();
        inner.add("a");
        ManagedList<Object> outer = manager.list();
        outer.addAll(List.of(inner, inner));
        @SuppressWarnings("unchecked")
        List<Object> found = (List<Object>) outer.get(0);
        found.set(0, "changed");
        found.add("more");
        found.remove("changed");
        assertEquals(List.of(List.of("more"), List.of("more")), outer);
        outer.add(outer);
        assertEquals("[[more], [more], (this Collection)]", outer.toString());
        assertEquals(3, ((List<?>) ((List<?>) outer.get(2)).get(2)).size());
        assertEquals(2, outer.indexOf(outer));
    }

    /** 250. */
    @Test
    void aNestedMapSurvivesItsProxiesAndAPlainOneIsACopy() {
        ManagedMap<String, Object> outer = manager.dict();
        try (ManagedMap<String, Object> inner = manager.dict()) {
            outer.put("inner", inner);
            inner.put("a", 1);
        }
        System.gc();
        @SuppressWarnings("unchecked")
        Map<String, Object> found = (Map<String, Object>) outer.remove("inner");
        found.put("b", 2);
        assertEquals(Map.of("a", 1, "b", 2), found);
        List<Integer> plain = new ArrayList<>(List.of(1));
        outer.put("plain", plain);
        plain.add(2);
        assertEquals(List.of(1), outer.get("plain"));
        @SuppressWarnings("unchecked")
        List<Object> copy = (List<Object>) outer.get("plain");
        assertThrows(UnsupportedOperationException.class, () -> copy.add(2));
        outer.put("deep", Map.of("k", new ArrayList<>(List.of(found, 1))));
        assertEquals(Map.of("k", List.of(found, 1)), outer.get("deep"));
    }

    /** 251. */
    @Test
    void aSharedQueueInAManagedListAndMap() throws Exception {
        ManagedMap<String, Object> map = manager.dict();
        try (SharedQueue<String> queue = manager.newQueue(String.class)) {
            map.put("queue", queue);
            map.put("in a list", List.of(queue));
            try (SharedQueue<?> found = (SharedQueue<?>) map.get("queue")) {
                queue.put("through the map");
                assertEquals("through the map", found.take());
            }
            assertTrue(map.containsValue(queue));
            String name = manager.computeOnServer(
                    map,
                    inServer -> ((SharedQueue<?>) inServer.get("queue")).path().toString());
            assertEquals(queue.path().toString(), name);
        }
    }

    /** 256. */
    @Test
    void exactlyTheMethodsOfAnInterfaceAreThere() {
        Counter counter = manager.create(Counter.class);
        assertEquals(5, counter.add(5));
        assertEquals(14, counter.addTwice(2));
        Kinds.Refusal refusal = assertThrows(Kinds.Refusal.class, () -> counter.fail(1, "two"));
        assertEquals("1two", refusal.getMessage());
        List<String> frames = Arrays.stream(refusal.getStackTrace())
                .map(StackTraceElement::toString)
                .toList();
        assertTrue(frames.stream().anyMatch(frame -> frame.contains("CounterImpl.fail")), frames::toString);
        assertTrue(frames.stream().anyMatch(frame -> frame.contains("ManagerTest")), frames::toString);
        RemoteFailure standIn = assertThrows(RemoteFailure.class, counter::failStrangely);
        assertEquals(Kinds.Untransportable.class.getName(), standIn.className());
        List<Integer> squares = new ArrayList<>();
        counter.squares().forEachRemaining(squares::add);
        assertEquals(List.of(0, 1, 4, 9), squares);
        assertThrows(IllegalArgumentException.class, () -> manager.create(Runnable.class));
        assertThrows(IllegalArgumentException.class, () -> ManagerOptions.DEFAULT.register(String.class, () -> ""));
    }

    @Test
    void interfacesAndCollectionsComeBackAsProxies() {
        Counter counter = manager.create(Counter.class);
        Counter other = counter.other();
        other.add(3);
        assertEquals(3, other.add(0));
        assertEquals(0, counter.add(0));
        assertTrue(other.isMe(other));
        assertFalse(counter.isMe(other));
        ManagedMap<String, Integer> map = manager.dict();
        assertEquals(map, other.fill(map));
        assertEquals(Map.of("filled", 3), map);
        ManagedMap<String, Counter> counters = manager.dict();
        counters.put("other", other);
        counters.get("other").add(1);
        assertEquals(4, other.add(0));
        assertEquals(other, counters.get("other"));
        assertEquals("Counter at 4", other.toString());
        manager.release(other);
        assertThrows(ClosedException.class, () -> other.add(1));
        assertEquals(4, counters.get("other").add(0));
        assertEquals(10, (int) manager.computeOnServer(counter, inServer -> inServer.add(10)));
    }

    /** 260. */
    @Test
    void theInitializerRanInTheServer() {
        assertEquals("yes", manager.computeOnServer(manager.dict(), map -> System.getProperty("initialized")));
        assertNull(System.getProperty("initialized"));
        assertThrows(NullPointerException.class, () -> ManagerOptions.DEFAULT.initializer(null));
    }

    /** 262. */
    @Test
    void textsAndEqualityAreThoseOfTheValues() {
        ManagedMap<String, Object> map = manager.dict();
        map.put("a", null);
        assertEquals("{a=null}", map.toString());
        assertEquals(map, Collections.singletonMap("a", null));
        assertEquals(Collections.singletonMap("a", null).hashCode(), map.hashCode());
        ManagedList<Object> list = manager.list();
        list.add(1);
        assertEquals("[1]", list.toString());
        assertEquals(list, List.of(1));
        assertEquals(List.of(1), list);
        ManagedNamespace namespace = manager.namespace();
        namespace.set("x", 10);
        assertEquals("Namespace{x=10}", namespace.toString());
        assertEquals(10, namespace.get("x", Integer.class));
        assertThrows(NoSuchElementException.class, () -> namespace.get("y"));
        assertTrue(namespace.delete("x"));
        assertEquals(Set.of(), namespace.names());
    }

    @Test
    void namesLeadToTheSameObjects() {
        manager.dict("shared").put("a", 1);
        try (Manager other = Manager.connect(manager.path())) {
            assertEquals(Map.of("a", 1), other.dict("shared"));
            assertEquals(manager.pid(), other.pid());
            assertThrows(IllegalStateException.class, () -> other.list("shared"));
        }
        assertTrue(manager.isAlive());
    }

    @Test
    void whatNobodyHasIsDropped() {
        int before = collected(Integer.MAX_VALUE);
        ManagedMap<String, Object> kept = manager.dict();
        for (int i = 0; i < 50; i++) {
            try (ManagedList<Object> list = manager.list()) {
                list.add(list);
                kept.put("inner", list);
            }
            manager.dict().put("forgotten", i);
        }
        Await.until(() -> "objects " + collected(0) + " of " + before, () -> collected(before + 2) <= before + 2);
        assertEquals(1, ((List<?>) kept.get("inner")).size());
    }

    /** After collections in both JVMs, as often as it takes until there are not more than so many. */
    private static int collected(int enough) {
        System.gc();
        manager.computeOnServer(manager.dict(), map -> {
            System.gc();
            return null;
        });
        return objects();
    }

    @Test
    void aClassThatIsNotAllowedIsRefusedByName() {
        ManagedMap<String, Object> map = manager.dict();
        EncodeException refusal =
                assertThrows(EncodeException.class, () -> map.put("a", new Suite(new junit.framework.TestSuite())));
        assertTrue(
                refusal.getMessage().contains("Suite") && refusal.getMessage().contains("allow"), refusal::getMessage);
        assertFalse(map.containsKey(new Suite(new junit.framework.TestSuite())));
        assertEquals(Map.of(), map);
    }
}
