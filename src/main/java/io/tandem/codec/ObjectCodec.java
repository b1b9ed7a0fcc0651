package io.tandem.codec;

import io.tandem.file.TandemException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Records and ordinary objects, serializable or not, by Kryo, behind the allow-list of {@link ObjectTypes}. Any number of
 * threads at once, each with an engine of its own from a pool; nothing is locked and nothing blocks. Allocates what arrives
 * and a little. Limits: NOTES.md, "Objects". The name has a fingerprint of the fields: JVMs with other versions of a class
 * are refused when they attach. Errors: {@link EncodeException}, {@link DecodeException}.
 */
final class ObjectCodec<T> implements Codec<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final Class<?>[] also;
    private final transient ObjectTypes types;
    private final transient String name;
    private final transient ConcurrentLinkedQueue<ObjectEngine> idle = new ConcurrentLinkedQueue<>();

    ObjectCodec(Class<T> type, Class<?>... also) {
        this.type = type;
        this.also = also.clone();
        types = new ObjectTypes(type, also);
        name = "object/" + type.getName() + "#" + Integer.toHexString(types.fingerprint());
    }

    /** The classes as they are here: if others wrote the file, its type says so. */
    private Object readResolve() {
        return new ObjectCodec<>(type, also);
    }

    @Override
    public String type() {
        return name;
    }

    private ObjectEngine engine() {
        ObjectEngine engine = idle.poll();
        return engine == null ? new ObjectEngine(types) : engine;
    }

    @Override
    public int encode(T value, MutableDirectBuffer target, int index) {
        ObjectEngine engine = engine();
        try {
            int length = engine.encode(value, target, index);
            idle.offer(engine);
            return length;
        } catch (TandemException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new EncodeException("cannot encode a " + value.getClass().getName() + ": " + e, e);
        }
    }

    @Override
    public T decode(DirectBuffer source, int index, int length) {
        ObjectEngine engine = engine();
        try {
            T value = type.cast(engine.decode(source, index, length));
            idle.offer(engine);
            return value;
        } catch (RuntimeException | StackOverflowError e) {
            throw new DecodeException("not a " + type.getName() + ": " + e, e);
        }
    }
}
