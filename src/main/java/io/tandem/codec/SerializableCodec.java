package io.tandem.codec;

import io.tandem.owner.SharedObject;
import io.tandem.owner.Travels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Java serialization behind an allow-list: the type itself, the types its fields declare (generic arguments included,
 * and so on down), those named in addition, the plain value and collection classes of the JDK,
 * and shared things, which arrive attached. Anything else in the
 * bytes is a {@link DecodeException} before an object of it exists. Allocates; for hot paths write a {@link Codec}.
 */
final class SerializableCodec<T> implements Codec<T> {
    private static final long serialVersionUID = 1;
    private static final int DEEPEST = 100;
    private static final Set<String> JDK_PACKAGES = Set.of("java.lang", "java.math", "java.time", "java.util");

    private final Class<T> type;
    private final HashSet<String> allowed = new HashSet<>();

    SerializableCodec(Class<T> type, Class<?>... also) {
        if (!java.io.Serializable.class.isAssignableFrom(type) && !type.isInterface()) {
            throw new EncodeException(
                    type.getName() + " is not java.io.Serializable; declare it so, or give a Codec", null);
        }
        this.type = type;
        allow(type);
        for (Class<?> each : also) {
            allow(each);
        }
    }

    private void allow(Type declared) {
        for (Class<?> each : Declared.classes(declared)) {
            Class<?> element = element(each);
            if (!element.isPrimitive() && !isOfJdk(element) && allowed.add(element.getName())) {
                allowMembers(element);
            }
        }
    }

    private void allowMembers(Class<?> element) {
        if (element.getGenericSuperclass() != null) {
            allow(element.getGenericSuperclass());
        }
        if (element.isSealed()) {
            for (Class<?> each : element.getPermittedSubclasses()) {
                allow(each);
            }
        }
        for (Field field : Declared.fields(element)) {
            allow(field.getGenericType());
        }
    }

    private static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    private static boolean isOfJdk(Class<?> element) {
        return JDK_PACKAGES.contains(element.getPackageName()) && element.getModule() == Object.class.getModule();
    }

    private boolean accepts(Class<?> type) {
        Class<?> element = element(type);
        return element.isPrimitive()
                || isOfJdk(element)
                || allowed.contains(element.getName())
                || SharedObject.class.isAssignableFrom(element)
                || Travels.class.isAssignableFrom(element);
    }

    /** An array has no more elements than the stream has bytes, or it is a bomb. */
    private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info, int bytes) {
        boolean good = info.depth() <= DEEPEST
                && info.arrayLength() <= bytes
                && (info.serialClass() == null || accepts(info.serialClass()));
        return good ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    /** Refuses on the way out what nobody would accept on the way in. */
    private final class Output extends ObjectOutputStream {
        Output(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
        }

        @Override
        protected void annotateClass(Class<?> each) {
            if (!accepts(each)) {
                throw new EncodeException(each.getName() + " is not among the classes " + accepted(), null);
            }
        }
    }

    private String accepted() {
        return new TreeSet<>(allowed) + " and those of the JDK; name more with Codecs.serializable";
    }

    @Override
    public String type() {
        return "java/" + type.getName();
    }

    @Override
    public int encode(T value, MutableDirectBuffer target, int index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Output(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new EncodeException("cannot serialize a " + value.getClass().getName() + ": " + e, e);
        }
        target.putBytes(index, bytes.toByteArray());
        return bytes.size();
    }

    @Override
    public T decode(DirectBuffer source, int index, int length) {
        byte[] bytes = new byte[length];
        source.getBytes(index, bytes);
        try (ObjectInputStream in = new ProgramStream(bytes, type.getClassLoader())) {
            in.setObjectInputFilter(info -> check(info, length));
            return type.cast(in.readObject());
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new DecodeException("not a " + type.getName() + " made of the classes " + accepted() + ": " + e, e);
        }
    }
}
