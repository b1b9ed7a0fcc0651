package io.tandem.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Makes {@code jdk.internal.misc} readable for Agrona, so that a user's first program needs no JVM flag. Does nothing
 * when the flag was given (children of Tandem always get it). Where the JDK refuses, every call throws one exception
 * that prints the one flag to add. Must run before Agrona's {@code UnsafeApi} is linked: {@link Memory} sees to that.
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
            if (Boolean.getBoolean("io.tandem.noRuntimeExport")) {
                throw new IllegalAccessException("switched off by -Dio.tandem.noRuntimeExport=true");
            }
            trusted = trustedLookup();
            MethodHandle export = trusted.findVirtual(
                    Module.class, "implAddExports", MethodType.methodType(void.class, String.class, Module.class));
            export.invoke(base, PACKAGE, agrona);
            return null;
        } catch (Throwable refused) {
            return refused;
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

    /** The lookup that may see everything, read by the one road the JDK leaves open: {@code sun.misc.Unsafe}. */
    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Method offset = type.getMethod("staticFieldOffset", Field.class);
        Method base = type.getMethod("staticFieldBase", Field.class);
        Method read = type.getMethod("getObject", Object.class, long.class);
        return (MethodHandles.Lookup)
                read.invoke(unsafe, base.invoke(unsafe, lookup), (Long) offset.invoke(unsafe, lookup));
    }
}
