package io.tandem.file;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import sun.misc.Unsafe;

/**
 * What the JDK keeps to itself, by the one road it leaves open, {@code sun.misc.Unsafe}: compiled against it, for
 * reflection on its methods would first make classes for their annotations, which takes a JVM seven milliseconds. From
 * JDK 18 on it is asked for {@link #trustedLookup} alone, which may be refused.
 */
final class Internals {
    private static final int LAST_WITH_NATIVE_REFLECTION = 17;

    /**
     * Whether all of this is of use: up to JDK 17 reflection calls a method in native code, and a JVM that starts so
     * links no method handle, which would be fifteen of its first milliseconds. Later ones call by method handles (JEP 416).
     */
    static final boolean QUICK =
            Runtime.version().feature() <= LAST_WITH_NATIVE_REFLECTION && AccessFlag.isWhereExpected();

    private Internals() {}

    private static final class Road {
        static final Unsafe UNSAFE = unsafe();

        private static Unsafe unsafe() {
            try {
                Field instance = Unsafe.class.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                return (Unsafe) instance.get(null);
            } catch (ReflectiveOperationException closed) {
                throw new LinkageError("sun.misc.Unsafe", closed);
            }
        }
    }

    /** Only where this is {@link #QUICK}. */
    static long arrayBase(Class<?> type) {
        return Road.UNSAFE.arrayBaseOffset(type);
    }

    /** Where an object has this field; only where this is {@link #QUICK}. */
    static long offset(Class<?> type, String name) {
        try {
            return Road.UNSAFE.objectFieldOffset(type.getDeclaredField(name));
        } catch (ReflectiveOperationException otherJdk) {
            throw new LinkageError(type + "." + name, otherJdk);
        }
    }

    /** The lookup that may see everything. */
    static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        return (MethodHandles.Lookup) staticField(MethodHandles.Lookup.class, "IMPL_LOOKUP");
    }

    static Object staticField(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        return Road.UNSAFE.getObject(Road.UNSAFE.staticFieldBase(field), Road.UNSAFE.staticFieldOffset(field));
    }

    /** A private method, to be called by plain reflection; only where this is {@link #QUICK}. */
    static Method method(Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, parameters);
        Road.UNSAFE.putBoolean(method, AccessFlag.AT, true);
        return method;
    }

    /** The word {@code setAccessible} writes, which reflection itself does not show: the first field of its class. */
    private static final class AccessFlag {
        static final long AT = offset(AccessFlag.class, "override");

        /** As {@code AccessibleObject} declares them. */
        private boolean override;

        private volatile Object accessCheckCache;

        static boolean isWhereExpected() {
            try {
                Field probe = AccessFlag.class.getDeclaredField("override");
                boolean before = Road.UNSAFE.getBoolean(probe, AT);
                probe.setAccessible(true);
                return !before && Road.UNSAFE.getBoolean(probe, AT);
            } catch (ReflectiveOperationException | LinkageError | RuntimeException otherJdk) {
                return false;
            }
        }
    }
}
