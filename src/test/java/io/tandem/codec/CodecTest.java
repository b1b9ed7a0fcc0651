package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import io.tandem.support.Travel;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodecTest {
    sealed interface Shape extends Serializable permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    record Drawing(List<? extends Shape> shapes, Map<UUID, Shape[]> layers, Object anything) implements Serializable {}

    static class Base<T> implements Serializable {
        private static final long serialVersionUID = 1;
        T content;
    }

    static final class Boxed extends Base<Circle> {
        private static final long serialVersionUID = 1;
    }

    private static final Drawing DRAWING = new Drawing(
            List.of(new Circle(1), new Square(2)),
            Map.of(new UUID(1, 2), new Shape[] {new Square(3)}),
            new ArrayList<>(List.of(BigDecimal.TEN, Duration.ofDays(1), "x")));

    @BeforeAll
    static void openAgrona() {
        JdkAccess.require();
    }

    private static <T> byte[] encode(Codec<T> codec, T value) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        byte[] bytes = new byte[codec.encode(value, buffer, 3)];
        buffer.getBytes(3, bytes);
        return bytes;
    }

    private static <T> T decode(Codec<T> codec, byte[] bytes) {
        UnsafeBuffer shifted = new UnsafeBuffer(new byte[bytes.length + 10]);
        shifted.putBytes(5, bytes);
        return codec.decode(shifted, 5, bytes.length);
    }

    private static <T> T there(Codec<T> codec, T value) {
        return decode(codec, encode(codec, value));
    }

    @Test
    void bringsBackWhatWasEncoded() throws Exception {
        assertEquals("Ω\0𝄞", there(Codecs.of(String.class), "Ω\0𝄞"));
        assertEquals(Long.MIN_VALUE, there(Codecs.of(Long.class), Long.MIN_VALUE));
        assertArrayEquals(new byte[] {0, 1, -1}, there(Codecs.of(byte[].class), new byte[] {0, 1, -1}));
        Codec<Drawing> codec = Travel.copy(Codecs.serializable(Drawing.class));
        Drawing back = there(codec, DRAWING);
        assertEquals(DRAWING.shapes(), back.shapes());
        assertEquals(DRAWING.anything(), back.anything());
        assertArrayEquals(DRAWING.layers().get(new UUID(1, 2)), back.layers().get(new UUID(1, 2)));
        Boxed boxed = new Boxed();
        boxed.content = new Circle(4);
        assertEquals(boxed.content, there(Codecs.serializable(Boxed.class), boxed).content);
        assertEquals(new Circle(5), there(Codecs.serializable(Shape.class), new Circle(5)));
    }

    @Test
    void recordsWhatChangesTheBytes() {
        assertEquals("text/utf-8", Codecs.of(String.class).type());
        assertEquals("int64", Codecs.of(Long.class).type());
        assertEquals("bytes", Codecs.of(byte[].class).type());
        assertEquals(
                "java/" + Drawing.class.getName(),
                Codecs.serializable(Drawing.class).type());
        assertArrayEquals(new byte[] {2, 1, 0, 0, 0, 0, 0, 0}, encode(Codecs.of(Long.class), 258L));
    }

    @Test
    void refusesWhatItWasNotTold() throws Exception {
        assertThrows(EncodeException.class, () -> Codecs.serializable(Optional.class));
        assertThrows(EncodeException.class, () -> Codecs.serializable(Object.class));
        Codec<Drawing> codec = Codecs.serializable(Drawing.class);
        Drawing unserializable = new Drawing(List.of(), Map.of(), new Object());
        assertThrows(EncodeException.class, () -> encode(codec, unserializable));
        Drawing foreign = new Drawing(List.of(), Map.of(), new Boxed());
        String said = assertThrows(EncodeException.class, () -> encode(codec, foreign))
                .getMessage();
        assertTrue(said.contains(Boxed.class.getName()), said);
        assertThrows(DecodeException.class, () -> decode(codec, Travel.bytes(foreign)));
        assertThrows(DecodeException.class, () -> decode(codec, Travel.bytes("another type")));
        Codec<Drawing> told = Codecs.serializable(Drawing.class, Boxed.class);
        assertEquals(Boxed.class, there(told, foreign).anything().getClass());
    }

    @Test
    void garbageIsNamed() {
        Codec<Drawing> codec = Codecs.serializable(Drawing.class);
        byte[] good = encode(codec, DRAWING);
        for (int i = 0; i < good.length; i++) {
            decodesOrNames(codec, Arrays.copyOf(good, i));
            for (int bit = 0; bit < Byte.SIZE; bit += 3) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                decodesOrNames(codec, bad);
            }
        }
        assertThrows(DecodeException.class, () -> decode(Codecs.of(Long.class), new byte[7]));
    }

    private static void decodesOrNames(Codec<?> codec, byte[] bytes) {
        try {
            decode(codec, bytes);
        } catch (DecodeException expected) {
            assertTrue(expected.getMessage().contains(Drawing.class.getName()), expected.getMessage());
        }
    }

    @Test
    void aBombOfAFewBytesIsRefused() throws Exception {
        byte[] one = Travel.bytes(new long[] {1});
        byte[] bomb = ByteBuffer.wrap(one)
                .putInt(one.length - Long.BYTES - Integer.BYTES, Integer.MAX_VALUE / 16)
                .array();
        rejected(Codecs.serializable(long[].class), bomb);
        byte[] nested = deepBytes();
        rejected(Codecs.serializable(ArrayList.class), nested);
    }

    private static void rejected(Codec<?> codec, byte[] bytes) {
        String said =
                assertThrows(DecodeException.class, () -> decode(codec, bytes)).getMessage();
        assertTrue(said.contains("REJECTED"), said);
    }

    private static byte[] deepBytes() throws Exception {
        ArrayList<Object> deep = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ArrayList<Object> outer = new ArrayList<>();
            outer.add(deep);
            deep = outer;
        }
        return Travel.bytes(deep);
    }
}
