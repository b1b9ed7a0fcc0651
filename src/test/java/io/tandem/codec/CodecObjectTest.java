package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.ObjectModel.Circle;
import io.tandem.codec.ObjectModel.Data;
import io.tandem.codec.ObjectModel.Item;
import io.tandem.codec.ObjectModel.Order;
import io.tandem.codec.ObjectModel.Shape;
import io.tandem.codec.ObjectModel.Side;
import io.tandem.file.JdkAccess;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Travel;
import io.tandem.value.SharedLong;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records and ordinary objects, there and back. */
class CodecObjectTest {
    record Held(String name, SharedLong counter, SharedQueue<Item> items) {}

    record Empty() {}

    @BeforeAll
    static void openAgrona() {
        JdkAccess.require();
    }

    static <T> byte[] encode(Codec<T> codec, T value) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(8);
        byte[] bytes = new byte[codec.encode(value, buffer, 3)];
        buffer.getBytes(3, bytes);
        return bytes;
    }

    static <T> T decode(Codec<T> codec, byte[] bytes) {
        UnsafeBuffer shifted = new UnsafeBuffer(new byte[bytes.length + 10], 2, bytes.length + 8);
        shifted.putBytes(5, bytes);
        return codec.decode(shifted, 5, bytes.length);
    }

    static <T> T there(Codec<T> codec, T value) {
        return decode(codec, encode(codec, value));
    }

    @Test
    void recordsAndOrdinaryObjects() {
        Codec<Order> orders = Codecs.of(Order.class);
        Order order = ObjectModel.order();
        assertEquals(order, there(orders, order));
        assertEquals(0, there(orders, order).data().forgotten);
        assertEquals(new Circle(5), there(Codecs.of(Shape.class), new Circle(5)));
        assertSame(Side.SELL, there(Codecs.of(Side.class), Side.SELL));
        assertEquals(-5, there(Codecs.of(Integer.class), -5));
        Item[] items = {new Item("a", 1, null)};
        assertArrayEquals(items, there(Codecs.of(Item[].class), items));
        List<?> empties = Collections.nCopies(100_000, new Empty());
        assertEquals(empties, there(Codecs.of(List.class, Empty.class), empties));
    }

    @Test
    void valuesAndCollectionsOfTheJdk() {
        Codec<Object> codec = Codecs.of(Object.class, Item[].class);
        for (Object each : ObjectModel.values()) {
            Object back = there(codec, each);
            assertEquals(each, back);
            assertEquals(each.toString(), back.toString()); // the order as well
        }
        for (Object each : ObjectModel.arrays()) {
            assertArrayEquals(new Object[] {each}, new Object[] {there(codec, each)});
            assertSame(each.getClass(), there(codec, each).getClass());
        }
        List<?> frozen = (List<?>) there(codec, List.of(1));
        assertThrows(UnsupportedOperationException.class, () -> frozen.remove(0));
        assertSame(ArrayList.class, there(codec, new ArrayList<>()).getClass());
    }

    @Test
    void sharedThingsInsideARecordArriveAttached() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedLong counter = tandem.newLong(1);
            SharedQueue<Item> items = tandem.newQueue(Item.class);
            Held back = there(Codecs.of(Held.class), new Held("x", counter, items));
            back.counter().addAndGet(5);
            assertEquals(6, counter.get());
            back.items().put(new Item("i", 2, null));
            assertEquals(new Item("i", 2, null), items.take());
        }
    }

    @Test
    void theNameChangesWithTheFields() throws Exception {
        Codec<Order> codec = Codecs.of(Order.class);
        assertTrue(codec.type().matches("object/\\Q" + Order.class.getName() + "\\E#[0-9a-f]+"), codec.type());
        Codec<Order> copy = Travel.copy(codec);
        assertEquals(codec.type(), copy.type());
        assertEquals(ObjectModel.order(), decode(copy, encode(codec, ObjectModel.order())));
        assertNotEquals(
                Codecs.of(Object.class).type(),
                Codecs.of(Object.class, Item.class).type());
    }

    @Test
    void manyThreadsAtOnce() throws Exception {
        Codec<Order> orders = Codecs.of(Order.class);
        Callable<Void> work = () -> {
            for (int i = 0; i < 300; i++) {
                assertEquals(ObjectModel.order(), there(orders, ObjectModel.order()));
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> each : threads.invokeAll(Collections.nCopies(4, work))) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void intoAndOutOfAnyMemoryAndNothingBeside() {
        Codec<Item> codec = Codecs.of(Item.class);
        Item item = new Item("x".repeat(100), 1, null);
        UnsafeBuffer direct = new UnsafeBuffer(ByteBuffer.allocateDirect(200));
        assertEquals(item, codec.decode(direct, 9, codec.encode(item, direct, 9)));
        byte[] larger = new byte[300];
        UnsafeBuffer slice = new UnsafeBuffer(larger, 50, 60);
        assertThrows(EncodeException.class, () -> codec.encode(item, slice, 0));
        assertArrayEquals(new byte[300], larger);
        ExpandableArrayBuffer growing = new ExpandableArrayBuffer(64);
        for (int i = 0; i < 3; i++) {
            assertEquals(item, codec.decode(growing, i * 10, codec.encode(item, growing, i * 10)));
        }
    }

    /** The same classes again, in a loader that finds no such library. */
    @Test
    void withoutTheLibraryItsNameIsSaid() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Class<?> each : List.of(Codecs.class, CodecObjectTest.class, DirectBuffer.class)) {
            urls.add(each.getProtectionDomain().getCodeSource().getLocation());
        }
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), platform)) {
            Class<?> codecs = loader.loadClass(Codecs.class.getName());
            var of = codecs.getMethod("of", Class.class, Class[].class);
            Class<?>[] none = {};
            Object codec = of.invoke(null, java.math.BigDecimal.class, none);
            assertEquals("SerializableCodec", codec.getClass().getSimpleName());
            Class<?> data = loader.loadClass(Data.class.getName());
            var refusal =
                    assertThrows(java.lang.reflect.InvocationTargetException.class, () -> of.invoke(null, data, none));
            String said = refusal.getCause().getMessage();
            assertTrue(said.contains(Data.class.getName()) && said.contains("com.esotericsoftware:kryo:"), said);
        }
    }
}
