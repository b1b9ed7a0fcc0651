package io.tandem.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.Util;
import io.tandem.owner.Travels;
import java.io.Serializable;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * The library, told which classes there are: they travel by number, a name in the bytes is refused. No references: what
 * occurs twice arrives twice, and a cycle is too deep. One thread at a time; of no use after an exception.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // the library's signatures
final class ObjectEngine extends Kryo {
    private static final int DEEPEST = 500;
    private static final String UNSAFE = "kryo.unsafe";
    private static final int FIRST_JDK_THAT_WARNS = 24;

    static {
        beQuiet();
    }

    private static final byte[] NOTHING = {};

    private final ObjectTypes types;
    private final Numbers numbers;
    private final Output output = new Output(0, -1);
    private final ObjectInput input = new ObjectInput();
    private byte[] own = NOTHING;

    ObjectEngine(ObjectTypes types) {
        this(types, new Numbers());
    }

    private ObjectEngine(ObjectTypes types, Numbers numbers) {
        super(numbers, null);
        this.types = types;
        this.numbers = numbers;
        setRegistrationRequired(true);
        setOptimizedGenerics(false);
        setMaxDepth(DEEPEST);
        setInstantiatorStrategy(new StdInstantiatorStrategy());
        for (Class<?> each : ObjectTypes.PLAIN) {
            if (numbers.getRegistration(each) == null) {
                register(each, plain(each));
            }
        }
        for (Class<?> each : types.users()) {
            register(each, user(each));
        }
    }

    /** Later JDKs print a warning at the library's first use of Unsafe, which nothing here needs. */
    private static void beQuiet() {
        if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS && System.getProperty(UNSAFE) == null) {
            System.setProperty(UNSAFE, "false");
            Util.isUnsafeAvailable();
            System.clearProperty(UNSAFE);
        }
    }

    private Serializer<?> plain(Class<?> type) {
        if (type == Travels.class) {
            return new Attached(
                    new SerializableCodec<>(Serializable.class, types.users().toArray(new Class<?>[0])));
        } else if (type == UUID.class) {
            return new DefaultSerializers.UUIDSerializer();
        }
        return ObjectElements.fit(type) ? new ObjectElements(type) : getDefaultSerializer(type);
    }

    private Serializer<?> user(Class<?> type) {
        if (type.isEnum()) {
            return new DefaultSerializers.EnumSerializer((Class<? extends Enum>) type);
        }
        return type.isArray() ? new ObjectElements(type) : types.fields(type);
    }

    /** To look at annotations takes 30 ms the first time, and the JDK's classes have none of the library's. */
    @Override
    protected Serializer getDefaultSerializerForAnnotatedType(Class type) {
        return null;
    }

    @Override
    public Registration getRegistration(Class type) {
        Registration known = numbers.getRegistration(type);
        return known != null ? known : numbers.also(type, types.formOf(type));
    }

    /** Into the array behind the target if that is large enough, else into one of its own that is copied. */
    int encode(Object value, MutableDirectBuffer target, int index) {
        byte[] behind = target.byteArray();
        boolean inPlace = behind != null && behind.length == target.capacity();
        int begin = inPlace ? index : 0;
        output.setBuffer(inPlace ? behind : own, -1);
        output.setPosition(begin);
        writeClassAndObject(output, value);
        int length = output.position() - begin;
        if (output.getBuffer() != behind) {
            target.putBytes(index, output.getBuffer(), begin, length);
            own = inPlace ? own : output.getBuffer();
        }
        output.setBuffer(NOTHING, -1);
        return length;
    }

    Object decode(DirectBuffer source, int index, int length) {
        input.begin(source, index, length);
        Object value = readClassAndObject(input);
        if (value == null || !input.end()) {
            throw new KryoException("bytes are left over");
        }
        input.setBuffer(NOTHING);
        return value;
    }

    private static final class Numbers extends DefaultClassResolver {
        Registration also(Class<?> type, Class<?> form) {
            Registration known = classToRegistration.get(form);
            classToRegistration.put(type, known);
            return known;
        }

        @Override
        protected Registration readName(Input input) {
            throw new KryoException("a class by name");
        }
    }

    /** Shared things, by Java serialization, which attaches them as they arrive. */
    private static final class Attached extends Serializer<Serializable> {
        private final SerializableCodec<Serializable> codec;

        Attached(SerializableCodec<Serializable> codec) {
            this.codec = codec;
        }

        @Override
        public void write(Kryo kryo, Output output, Serializable object) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            int length = codec.encode(object, buffer, 0);
            output.writeVarInt(length, true);
            output.writeBytes(buffer.byteArray(), 0, length);
        }

        @Override
        public Serializable read(Kryo kryo, Input input, Class<? extends Serializable> ignored) {
            byte[] bytes = input.readBytes(input.readVarInt(true));
            return codec.decode(new UnsafeBuffer(bytes), 0, bytes.length);
        }
    }
}
