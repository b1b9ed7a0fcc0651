package io.tandem.codec;

import static io.tandem.codec.CodecObjectTest.decode;
import static io.tandem.codec.CodecObjectTest.encode;
import static io.tandem.codec.CodecObjectTest.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.ObjectModel.Circle;
import io.tandem.codec.ObjectModel.Item;
import io.tandem.codec.ObjectModel.Order;
import io.tandem.codec.ObjectModel.Square;
import io.tandem.file.JdkAccess;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes nobody named, classes that cannot travel, and bytes that are not what they should be. */
class CodecRefusalTest {
    record Anything(Object it) {}

    interface Open {}

    record Implementation(int i) implements Open {}

    record HasOpen(List<Open> all) {}

    record HasThread(String name, Thread thread) {}

    record HasLambda(Supplier<String> supplier) {}

    record HasStream(Optional<InputStream> stream) {}

    record HasList(Mine list) {}

    static final class Mine extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    static final class Hooked implements Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() {
            return this;
        }
    }

    static final class Node {
        Node next;
    }

    record Picky(int positive) {
        Picky {
            if (positive < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    static final class Unseen {
        static {
            System.setProperty(Unseen.class.getName(), "loaded");
        }
    }

    @BeforeAll
    static void openAgrona() {
        JdkAccess.require();
    }

    private static void refused(Class<?> type, String... words) {
        String said = assertThrows(EncodeException.class, () -> Codecs.of(type)).getMessage();
        for (String each : words) {
            assertTrue(said.contains(each), said);
        }
    }

    @Test
    void whatCannotTravelIsRefusedByClassAndField() {
        refused(HasThread.class, "field thread of " + HasThread.class.getName(), "java.lang.Thread", "transient");
        refused(HasLambda.class, "field supplier of", "java.util.function.Supplier", "a Codec of your own");
        refused(HasStream.class, "field stream of", "java.io.InputStream");
        refused(HasOpen.class, "field all of", Open.class.getName(), "Codecs.of(type, more)");
        refused(HasList.class, "field list of", Mine.class.getName(), "java.util.ArrayList");
        refused(Hooked.class, Hooked.class.getName(), "Codecs.serializable");
        refused(Thread.class, "java.lang.Thread");
        Supplier<String> lambda = () -> "";
        refused(lambda.getClass(), "lambda");
        HasOpen open = new HasOpen(List.of(new Implementation(1)));
        assertEquals(open, there(Codecs.of(HasOpen.class, Implementation.class), open));
    }

    @Test
    void onlyWhatWasNamedTravels() {
        Codec<Anything> narrow = Codecs.of(Anything.class);
        Codec<Anything> wide = Codecs.of(Anything.class, Item.class);
        Anything item = new Anything(new Item("a", 1, null));
        assertEquals(item, there(wide, item));
        String said =
                assertThrows(EncodeException.class, () -> encode(narrow, item)).getMessage();
        assertTrue(said.contains(Item.class.getName()) && said.contains("Codecs.of"), said);
        assertThrows(DecodeException.class, () -> decode(narrow, encode(wide, item)));
        assertThrows(EncodeException.class, () -> encode(narrow, new Anything((Runnable) () -> {})));
        assertThrows(EncodeException.class, () -> encode(narrow, new Anything(new Thread())));
        TreeSet<String> sorted = new TreeSet<>(Comparator.reverseOrder());
        assertThrows(EncodeException.class, () -> encode(narrow, new Anything(sorted)));
    }

    /** A class number of 1 announces a name, as the library writes classes it was not told of. */
    @Test
    void aClassNameInTheBytesLoadsNothing() {
        String name = CodecRefusalTest.class.getName() + "$Unseen";
        byte[] bytes = ("\1\0" + name + "\0\0\0").getBytes(StandardCharsets.ISO_8859_1);
        bytes[1 + name.length()] |= (byte) 0x80; // the end of a text
        String said = assertThrows(DecodeException.class, () -> decode(Codecs.of(Object.class), bytes))
                .getMessage();
        assertTrue(said.contains("by name"), said);
        assertFalse(System.getProperties().containsKey(name));
    }

    @Test
    void cyclesAndDeepGraphsAreRefused() {
        Node node = new Node();
        node.next = node;
        String said = assertThrows(EncodeException.class, () -> encode(Codecs.of(Node.class), node))
                .getMessage();
        assertTrue(said.contains("depth"), said);
        node.next = new Node();
        assertTrue(there(Codecs.of(Node.class), node).next.next == null);
    }

    @Test
    void bytesOfAnotherClassAreRefused() {
        byte[] circle = encode(Codecs.of(Circle.class), new Circle(1));
        assertEquals(0, there(Codecs.of(Square.class), new Square(0)).side());
        Codec<Object> any = Codecs.of(Object.class, Circle.class, Square.class);
        byte[] wrong = encode(any, new Circle(1));
        Codec<Square> squares = new ObjectCodec<>(Square.class, Circle.class);
        assertThrows(DecodeException.class, () -> decode(squares, wrong));
        assertThrows(DecodeException.class, () -> decode(Codecs.of(Circle.class), Arrays.copyOf(circle, 50)));
        assertThrows(DecodeException.class, () -> decode(Codecs.of(Circle.class), new byte[0]));
        assertThrows(DecodeException.class, () -> decode(Codecs.of(Circle.class), new byte[1]));
        Codec<Picky> picky = Codecs.of(Picky.class);
        byte[] minus = encode(picky, new Picky(1));
        minus[minus.length - 1] = 1; // zigzag
        String said =
                assertThrows(DecodeException.class, () -> decode(picky, minus)).getMessage();
        assertTrue(said.contains("negative"), said);
    }

    @Test
    void damageIsNamedAndNeverBecomesAWrongClass() {
        Codec<Order> orders = Codecs.of(Order.class);
        byte[] good = encode(orders, ObjectModel.order());
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < good.length * 20; i++) {
            byte[] bad = i % 20 == 0 ? Arrays.copyOf(good, i / 20) : good.clone();
            if (i % 20 != 0) {
                bad[i / 20] = (byte) random.nextInt();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            }
            try {
                assertFalse(decode(orders, bad).data().toString().isEmpty()); // looks into every field
            } catch (DecodeException expected) {
                refused++;
            } catch (NullPointerException fieldIsNull) {
                // a sound object
            }
        }
        assertTrue(refused > good.length, "only " + refused);
    }

    /** Lengths of gigabytes at every place, alone and inside each other, in a JVM of a few hundred megabytes. */
    @Test
    void aBombOfAFewBytesIsRefused() {
        Codec<Anything> codec = Codecs.of(Anything.class, Item[].class);
        Object[] bombs = {
            new int[1],
            new long[1],
            new Object[1],
            new ArrayList<>(List.of(1)),
            List.of(1),
            new Item[1],
            "1\u03a9",
            Map.of(1, 2)
        };
        for (Object each : bombs) {
            byte[] bytes = encode(codec, new Anything(each));
            for (int at = 1; at < bytes.length; at++) {
                byte[] bomb = Arrays.copyOf(bytes, bytes.length + 8);
                Arrays.fill(bomb, at, at + 4, (byte) 0xff);
                bomb[at + 4] = 7;
                assertThrows(DecodeException.class, () -> decode(codec, bomb));
            }
        }
        byte[] one = encode(codec, new Anything(new Object[0]));
        byte[] nested = new byte[4 << 20];
        nested[0] = one[0];
        for (int i = 1; i + 5 < nested.length; i += 5) {
            nested[i] = one[1];
            nested[i + 1] = (byte) 0xff;
            nested[i + 2] = (byte) 0xff;
            nested[i + 3] = (byte) 0xff;
            nested[i + 4] = 1; // as many elements as the message has bytes
        }
        String said =
                assertThrows(DecodeException.class, () -> decode(codec, nested)).getMessage();
        assertTrue(said.contains("depth"), said);
    }
}
