package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.DecodeException;
import io.tandem.codec.EncodeException;
import io.tandem.codec.TooLargeException;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Threads;
import io.tandem.support.Travel;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedValueTest {
    record Order(long id, String item, TimeUnit unit, List<Line> lines, Map<String, Integer> tags)
            implements Serializable {}

    record Line(int count, double price) implements Serializable {}

    record Foreign(int x) implements Serializable {}

    private static final Order ORDER =
            new Order(7, "tea", TimeUnit.DAYS, List.of(new Line(2, 1.5), new Line(3, 0.25)), Map.of("hot", 1));

    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("value");

    @AfterEach
    void close() {
        tandem.close();
    }

    @Test
    void keepsObjectsOfManyTypes() {
        assertEquals("grüße", tandem.newValue(String.class, "grüße").get());
        assertEquals(Long.MIN_VALUE, tandem.newValue(Long.class, Long.MIN_VALUE).get());
        assertEquals(-5, tandem.newValue(Integer.class, -5).get());
        assertEquals(
                TimeUnit.HOURS, tandem.newValue(TimeUnit.class, TimeUnit.HOURS).get());
        assertEquals(ORDER, tandem.newValue(Order.class, ORDER).get());
        assertEquals(List.of(1, 2), tandem.newValue(List.class, List.of(1, 2)).get());
        LinkedHashMap<String, Integer> map = new LinkedHashMap<>(Map.of("a", 1, "b", 2));
        assertEquals(map, tandem.newValue(Map.class, map).get());
        assertArrayEquals(
                new byte[] {0, -1},
                tandem.newValue(byte[].class, new byte[] {0, -1}).get());
        assertEquals("", tandem.newValue(String.class, "").get());
    }

    @Test
    void everyReadIsACopy() {
        SharedValue<Order> value = tandem.newValue(Order.class, ORDER);
        assertNotSame(value.get(), value.get());
        byte[] mine = {1, 2};
        SharedValue<byte[]> bytes = tandem.newValue(byte[].class, mine);
        mine[0] = 9;
        bytes.get()[1] = 9;
        assertArrayEquals(new byte[] {1, 2}, bytes.get());
    }

    @Test
    void nullIsAValue() {
        SharedValue<String> value = tandem.newValue(String.class, null);
        assertNull(value.get());
        value.set("");
        assertEquals("", value.get());
        assertNull(value.updateAndGet(old -> null));
        assertEquals("null", value.updateAndGet(String::valueOf));
        value.set(null);
        assertNull(SharedValue.attach(value.path(), String.class).get());
    }

    @Test
    void whatIsTooLargeChangesNothing() {
        SharedValue<byte[]> value = SharedValue.create(path, Codecs.of(byte[].class), 100, new byte[] {1});
        assertEquals(100, value.capacity());
        assertThrows(TooLargeException.class, () -> value.set(new byte[101]));
        assertThrows(TooLargeException.class, () -> value.updateAndGet(old -> new byte[101]));
        assertArrayEquals(new byte[] {1}, value.get());
        value.set(new byte[100]);
        assertEquals(100, value.get().length);
        Path large = tandem.path().resolve("large");
        Codec<byte[]> codec = Codecs.of(byte[].class);
        assertThrows(TooLargeException.class, () -> SharedValue.create(large, codec, 9, new byte[10]));
        assertThrows(IllegalArgumentException.class, () -> SharedValue.create(large, codec, -1, null));
        int tooMuch = ValueLayout.LARGEST_CAPACITY + 1;
        assertThrows(IllegalArgumentException.class, () -> SharedValue.create(large, codec, tooMuch, null));
        assertTrue(Files.notExists(large));
        assertNull(SharedValue.create(large, codec, 0, null).get());
    }

    @Test
    void otherTypesAreRefused() throws Exception {
        SharedValue<Order> value = SharedValue.create(path, Order.class, ORDER);
        SharedFileException refusal =
                assertThrows(SharedFileException.class, () -> SharedValue.attach(path, String.class));
        assertEquals(Reason.WRONG_KIND, refusal.reason());
        assertEquals("type " + Codecs.of(Order.class).type(), refusal.found());
        try (SharedValue<Order> copy = Travel.copy(value)) {
            copy.set(null);
        }
        assertNull(value.get());
    }

    @Test
    void anUpdateThatThrowsChangesNothing() {
        SharedValue<Order> value = tandem.newValue(Order.class, ORDER);
        IllegalStateException mine = new IllegalStateException();
        assertSame(
                mine,
                assertThrows(
                        IllegalStateException.class,
                        () -> value.updateAndGet(old -> {
                            throw mine;
                        })));
        assertEquals(ORDER, value.get());
        value.set(null);
        assertNull(value.get(), "the role must be free again");
    }

    @Test
    void anUpdateMustNotUseTheSameValue() {
        SharedValue<String> value = tandem.newValue(String.class, "old");
        SharedValue<String> sameFile = SharedValue.attach(value.path(), String.class);
        for (SharedValue<String> each : List.of(value, sameFile)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> value.updateAndGet(old -> {
                        each.set("nested");
                        return "new";
                    }));
            assertThrows(
                    IllegalStateException.class, () -> value.updateAndGet(old -> each.updateAndGet(inner -> "nested")));
        }
        assertEquals("old", value.get());
        SharedValue<String> another = tandem.newValue(String.class, "other");
        assertEquals("other", value.updateAndGet(old -> another.updateAndGet(inner -> inner)));
    }

    @Test
    void losesNoUpdateOfAnyThread() throws Exception {
        SharedValue<Long> value = tandem.newValue(Long.class, 0L);
        Threads.repeat(5_000, Collections.nCopies(3, () -> value.updateAndGet(old -> old + 1)));
        assertEquals(15_000, value.get());
    }

    @Test
    void foreignClassesGoNeitherInNorOut() {
        Codec<List<?>> open = listsWith(Foreign.class);
        SharedValue<List<?>> trusting = SharedValue.create(path, open, 1000, List.of(new Foreign(1)));
        assertEquals(List.of(new Foreign(1)), trusting.get());
        SharedValue<List<?>> strict = SharedValue.attach(path, listsWith());
        assertThrows(DecodeException.class, strict::get);
        assertThrows(EncodeException.class, () -> strict.set(List.of(new Foreign(2))));
        assertEquals(List.of(new Foreign(1)), trusting.get());
    }

    @SuppressWarnings("unchecked")
    private static Codec<List<?>> listsWith(Class<?>... also) {
        return (Codec<List<?>>) (Codec<?>) Codecs.serializable(List.class, also);
    }

    @Test
    void garbageInTheFileIsNamed() {
        SharedValue<String> value = SharedValue.create(path, String.class, "fine");
        SharedFile engine = SharedFile.attach(path, ValueLayout.KIND);
        for (int length : new int[] {-2, SharedValue.DEFAULT_CAPACITY + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (long version : new long[] {0, 1}) {
                long at = engine.body(ValueLayout.lengthAt(version, SharedValue.DEFAULT_CAPACITY));
                Memory.intPlain(engine, at, length);
            }
            assertThrows(DecodeException.class, value::get);
        }
        value.set("whole again");
        assertEquals("whole again", value.get());
        engine.release();
    }

    @Test
    void aCodecThatFailsLeavesTheOldValue() {
        SharedValue<String> value = SharedValue.create(path, new Stubborn(), 10, "old");
        assertThrows(EncodeException.class, () -> value.set("no"));
        assertThrows(EncodeException.class, () -> value.updateAndGet(old -> "no"));
        assertEquals("old", value.get());
    }

    private static final class Stubborn implements Codec<String> {
        private static final long serialVersionUID = 1;

        @Override
        public String type() {
            return "stubborn";
        }

        @Override
        public int encode(String value, MutableDirectBuffer target, int index) {
            if (value.equals("no")) {
                target.putLong(index, -1);
                throw new EncodeException("no", null);
            }
            return target.putStringWithoutLengthAscii(index, value);
        }

        @Override
        public String decode(DirectBuffer source, int index, int length) {
            return source.getStringWithoutLengthAscii(index, length);
        }
    }
}
