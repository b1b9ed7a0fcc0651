package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.EncodeException;
import java.io.Serializable;

/**
 * How values look in messages: a tag and what follows it.
 *
 * <pre>
 *  NULL TRUE FALSE       nothing
 *  BYTE SHORT CHAR INT LONG FLOAT DOUBLE   a number, zigzag of 7 bits a byte; FLOAT, DOUBLE: 4, 8 bytes
 *  LATIN UTF16 BYTES     length, contents
 *  ARRAY LIST SET MAP SORTED_SET SORTED_MAP   count, values; maps: key, value, key, ...
 *  REF                   number, sort, type of an object of this manager
 *  FUNCTION              number, name of the file it is in; empty if the server knows it by its number
 *  SHARED                length, bytes: a shared thing, not attached until somebody wants it
 *  OBJECT                length, bytes of {@link Codecs}: what is none of these
 * </pre>
 *
 * OBJECT is behind the allow-list: values of the JDK, the classes named in {@link ManagerOptions#allow}, shared things.
 */
final class Values {
    static final byte NULL = 0;
    static final byte TRUE = 1;
    static final byte FALSE = 2;
    static final byte BYTE = 3;
    static final byte SHORT = 4;
    static final byte CHAR = 5;
    static final byte INT = 6;
    static final byte LONG = 7;
    static final byte FLOAT = 8;
    static final byte DOUBLE = 9;
    static final byte LATIN = 10;
    static final byte UTF16 = 11;
    static final byte BYTES = 12;
    static final byte ARRAY = 13;
    static final byte LIST = 14;
    static final byte SET = 15;
    static final byte MAP = 16;
    static final byte SORTED_SET = 17;
    static final byte SORTED_MAP = 18;
    static final byte REF = 19;
    static final byte FUNCTION = 20;
    static final byte SHARED = 21;
    static final byte OBJECT = 22;

    static final int DEEPEST = 100;

    private Values() {}

    /** A function as an argument: its number, and the file it is in, or null. */
    record Shipment(long number, String file) {}

    /** What references and functions mean on this side. */
    interface Side {
        /** Whether a reference to this object can be written, and if so notes that it was. */
        boolean sends(Remote remote);

        Object reference(long id, Sort sort, int type);

        Object function(long number, String file);

        /** On the server collections can be changed and shared things stay packed; what clients get is read only. */
        boolean isServer();

        Codec<Object> objects();
    }

    /** By Kryo if it is there and takes all these classes, else by Java serialization. */
    @SuppressWarnings("unchecked")
    static Codec<Object> objects(Class<?>... allowed) {
        try {
            return Codecs.of(Object.class, allowed);
        } catch (EncodeException noKryo) {
            return (Codec<Object>) (Codec<?>) Codecs.serializable(Serializable.class, allowed);
        }
    }
}
