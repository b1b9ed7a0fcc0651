package io.tandem.codec;

import io.tandem.owner.Travels;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How objects of one type become bytes and objects again. Implementations are stateless or thread-safe, and
 * serializable, because they travel with the shared object that uses them. Null never gets here.
 *
 * @param <T> what is encoded
 */
public interface Codec<T> extends Travels {
    /** Recorded in the file and compared when others attach: the type, and whatever changes the bytes. */
    String type();

    /** Writes the value from {@code index} on and returns how many bytes that took; the buffer grows if it can. */
    int encode(T value, MutableDirectBuffer target, int index);

    /**
     * Reads a value back; throws {@link DecodeException} on anything but what {@link #encode} wrote, and allocates no more
     * than {@code length} calls for. The source is valid during the call only.
     */
    T decode(DirectBuffer source, int index, int length);
}
