package io.tandem.file;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.Buffer;
import sun.misc.Unsafe;

/**
 * What the JDK keeps to itself, by the one road it leaves open, {@code sun.misc.Unsafe}: compiled against it, for
 * reflection on its methods would first make classes for their annotations, which takes a JVM seven milliseconds.
 */
final class Internals {
    private static final int LAST_WITH_NATIVE_REFLECTION = 17;
    private static final Unsafe UNSAFE = unsafe();

    /**
     * Whether {@link #method} is of use: up to JDK 17 reflection calls a method in native code, and a JVM that starts so
     * links no method handle, which would be fifteen of its first milliseconds. Later ones call by method handles (JEP 416).
     */
    static final boolean QUICK =
            Runtime.version().feature() <= LAST_WITH_NATIVE_REFLECTION && Override.isWhereExpected();

    /** Where a direct buffer has its address. */
    static final long BUFFER_ADDRESS_AT = bufferAddressAt();

    static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;
    static final long INTS = Unsafe.ARRAY_INT_BASE_OFFSET;
    static final long LONGS = Unsafe.ARRAY_LONG_BASE_OFFSET;
    static final long FLOATS = Unsafe.ARRAY_FLOAT_BASE_OFFSET;
    static final long DOUBLES = Unsafe.ARRAY_DOUBLE_BASE_OFFSET;

    private Internals() {}

    private static Unsafe unsafe() {
        try {
            Field instance = Unsafe.class.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return (Unsafe) instance.get(null);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("sun.misc.Unsafe", impossible);
        }
    }

    private static long bufferAddressAt() {
        try {
            return UNSAFE.objectFieldOffset(Buffer.class.getDeclaredField("address"));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("java.nio.Buffer.address", impossible);
        }
    }

    /** The lookup that may see everything. */
    static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        return (MethodHandles.Lookup) staticField(MethodHandles.Lookup.class, "IMPL_LOOKUP");
    }

    static Object staticField(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        return UNSAFE.getObject(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field));
    }

    /** A private method, to be called by plain reflection; only where this is {@link #QUICK}. */
    static Method method(Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, parameters);
        UNSAFE.putBoolean(method, Override.AT, true);
        return method;
    }

    /** The word {@code setAccessible} writes, which reflection itself does not show: the first field of its class. */
    private static final class Override {
        static final long AT = UNSAFE.objectFieldOffset(field());

        /** As {@code AccessibleObject} declares them. */
        private boolean override;

        private volatile Object accessCheckCache;

        private static Field field() {
            try {
                return Override.class.getDeclaredField("override");
            } catch (ReflectiveOperationException impossible) {
                throw new LinkageError("override", impossible);
            }
        }

        static boolean isWhereExpected() {
            Field probe = field();
            boolean before = UNSAFE.getBoolean(probe, AT);
            probe.setAccessible(true);
            return !before && UNSAFE.getBoolean(probe, AT);
        }
    }
}
