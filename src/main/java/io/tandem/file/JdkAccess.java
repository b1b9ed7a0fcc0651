package io.tandem.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Makes {@code jdk.internal.misc} readable for Agrona, so that a user's first program needs no JVM flag. Does nothing
 * when the flag was given. Where the JDK refuses, every call throws one exception that prints the one flag to add. Must run before Agrona's {@code UnsafeApi} is linked: {@link Memory} sees to that.
 */
public final class JdkAccess {
    private static final String PACKAGE = "jdk.internal.misc";
    /** The lookup that may see everything, if it was needed. */
    private static MethodHandles.Lookup trusted;

    private static final Throwable REFUSAL = open();

    private JdkAccess() {}

    /** Throws {@link UnsupportedPlatformException}, naming the remedy, if shared memory cannot work in this JVM. */
    public static void require() {
        String os = System.getProperty("os.name", "");
        if (os.startsWith("Windows")) {
            throw new UnsupportedPlatformException(
                    "Tandem was not tested on " + os + " and refuses to run there; use Linux or macOS", null);
        }
        if (REFUSAL != null) {
            throw new UnsupportedPlatformException(
                    "Tandem needs one JVM flag here: --add-exports java.base/" + PACKAGE + "=" + target(), REFUSAL);
        }
    }

    private static Module agrona() throws ClassNotFoundException {
        return Class.forName("org.agrona.UnsafeApi", false, JdkAccess.class.getClassLoader())
                .getModule();
    }

    private static String target() {
        try {
            return agrona().isNamed() ? agrona().getName() : "ALL-UNNAMED";
        } catch (ClassNotFoundException e) {
            return "ALL-UNNAMED";
        }
    }

    /** Returns null when the package is open to Agrona, else what prevented it. */
    private static Throwable open() {
        try {
            Module base = Object.class.getModule();
            Module agrona = agrona();
            if (base.isExported(PACKAGE, agrona)) {
                return null;
            }
            if (!mayOpenAtRunTime()) {
                throw new IllegalAccessException("switched off by -Dio.tandem.noRuntimeExport=true");
            }
            trusted = trustedLookup();
            MethodHandle export = trusted.findVirtual(
                    Module.class, "implAddExports", MethodType.methodType(void.class, String.class, Module.class));
            export.invokeExact(base, PACKAGE, agrona);
            return null;
        } catch (Throwable refused) {
            return refused;
        }
    }

    /** False if flags are to do it. */
    public static boolean mayOpenAtRunTime() {
        return !Boolean.getBoolean("io.tandem.noRuntimeExport");
    }

    /** In a child, what Chronicle asks for, and what its program may: as the flags would do it. Does nothing with all of them. */
    public static void openToAll() {
        Module base = Object.class.getModule();
        Module all = ClassLoader.getSystemClassLoader().getUnnamedModule();
        if (!mayOpenAtRunTime()
                || base.isExported(PACKAGE, all)
                        && base.isExported("sun.nio.ch", all)
                        && base.isExported("jdk.internal.ref", all)
                        && base.isOpen("java.lang.reflect", all)) {
            return;
        }
        try {
            trusted = trusted == null ? trustedLookup() : trusted; // some of the flags were given
            MethodType type = MethodType.methodType(void.class, String.class);
            MethodHandle export = trusted.findVirtual(Module.class, "implAddExportsToAllUnnamed", type);
            export.invokeExact(base, PACKAGE);
            export.invokeExact(base, "sun.nio.ch");
            export.invokeExact(base, "jdk.internal.ref");
            trusted.findVirtual(Module.class, "implAddOpensToAllUnnamed", type).invokeExact(base, "java.lang.reflect");
        } catch (Throwable refused) {
            // whoever needs it will be told by its own library
        }
    }

    /**
     * Lets the library of this class load native code without a warning, where this JVM runs without flags; with flags,
     * {@code --enable-native-access} is one of them.
     */
    public static void enableNativeAccess(String className) {
        require();
        if (trusted == null) {
            return;
        }
        try {
            Module module = Class.forName(className, false, JdkAccess.class.getClassLoader())
                    .getModule();
            if (module.isNamed()) {
                trusted.findVirtual(Module.class, "implAddEnableNativeAccess", MethodType.methodType(Module.class))
                        .invoke(module);
            } else {
                trusted.findStatic(
                                Module.class,
                                "implAddEnableNativeAccessToAllUnnamed",
                                MethodType.methodType(void.class))
                        .invoke();
            }
        } catch (Throwable older) {
            // so it warns, or there is nothing to warn of
        }
    }

    /**
     * The lookup that may see everything, read by the one road the JDK leaves open: {@code sun.misc.Unsafe}. By method handles:
     * reflection would first make classes for the annotations of these methods, which takes a JVM seven milliseconds.
     */
    private static MethodHandles.Lookup trustedLookup() throws Throwable {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object base = (Object)
                bound(unsafe, "staticFieldBase", Object.class, Field.class).invokeExact(lookup);
        long offset = (long)
                bound(unsafe, "staticFieldOffset", long.class, Field.class).invokeExact(lookup);
        return (MethodHandles.Lookup) (Object) bound(unsafe, "getObject", Object.class, Object.class, long.class)
                .invokeExact(base, offset);
    }

    private static MethodHandle bound(Object target, String name, Class<?> result, Class<?> first, Class<?>... others)
            throws ReflectiveOperationException {
        MethodType type = MethodType.methodType(result, first, others);
        return MethodHandles.publicLookup()
                .findVirtual(target.getClass(), name, type)
                .bindTo(target);
    }
}
