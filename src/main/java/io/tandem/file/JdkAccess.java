package io.tandem.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/**
 * Makes {@code jdk.internal.misc} readable for Agrona, so that a user's first program needs no JVM flag. Does nothing
 * when the flag was given. Where the JDK refuses, every call throws one exception that prints the one flag to add. Must
 * run before Agrona's {@code UnsafeApi} is linked: {@link Memory} sees to that.
 */
public final class JdkAccess {
    private static final String PACKAGE = "jdk.internal.misc";
    /** What Chronicle asks for, too; true for those that are to be open. */
    private static final Map<String, Boolean> ALL =
            Map.of(PACKAGE, false, "sun.nio.ch", false, "jdk.internal.ref", false, "java.lang.reflect", true);

    private static final Module BASE = Object.class.getModule();

    /** Whether this JVM did without flags. */
    private static volatile boolean openedHere;

    /** At the first question; a child has opened more by then. */
    private static final class Opening {
        static final Throwable REFUSAL = open();
    }

    private JdkAccess() {}

    /** Throws {@link UnsupportedPlatformException}, naming the remedy, if shared memory cannot work in this JVM. */
    public static void require() {
        String os = System.getProperty("os.name", "");
        if (os.startsWith("Windows")) {
            throw new UnsupportedPlatformException(
                    "Tandem was not tested on " + os + " and refuses to run there; use Linux or macOS", null);
        }
        if (Opening.REFUSAL != null) {
            throw new UnsupportedPlatformException(
                    "Tandem needs one JVM flag here: --add-exports java.base/" + PACKAGE + "=" + target(),
                    Opening.REFUSAL);
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
            Module agrona = agrona();
            if (BASE.isExported(PACKAGE, agrona)) {
                return null;
            }
            if (!mayOpenAtRunTime()) {
                throw new IllegalAccessException("switched off by -Dio.tandem.noRuntimeExport=true");
            }
            openedHere = true;
            if (!ModuleBook.enter(agrona, Map.of(PACKAGE, false))) {
                MethodType type = MethodType.methodType(void.class, String.class, Module.class);
                MethodHandle export = Internals.trustedLookup().findVirtual(Module.class, "implAddExports", type);
                export.invokeExact(BASE, PACKAGE, agrona);
            }
            return null;
        } catch (Throwable refused) {
            return refused;
        }
    }

    /** False if flags are to do it. */
    public static boolean mayOpenAtRunTime() {
        return !Boolean.getBoolean("io.tandem.noRuntimeExport");
    }

    /** In a child, for the classes beside this one what {@link #openToAll} does for all; false if that takes as long. */
    public static boolean openToMine() {
        Module mine = JdkAccess.class.getClassLoader().getUnnamedModule();
        return mayOpenAtRunTime() && ModuleBook.enter(mine, ALL);
    }

    /** In a child, as the flags would do it; does nothing with all of them. */
    public static void openToAll() {
        if (!mayOpenAtRunTime() || flagsDidIt()) {
            return;
        }
        try {
            openedHere = true; // some of the flags may have been given
            MethodHandles.Lookup trusted = Internals.trustedLookup();
            MethodType type = MethodType.methodType(void.class, String.class);
            MethodHandle export = trusted.findVirtual(Module.class, "implAddExportsToAllUnnamed", type);
            MethodHandle open = trusted.findVirtual(Module.class, "implAddOpensToAllUnnamed", type);
            for (Map.Entry<String, Boolean> entry : ALL.entrySet()) {
                MethodHandle add = entry.getValue() ? open : export;
                add.invokeExact(BASE, entry.getKey());
            }
        } catch (Throwable refused) {
            // whoever needs it will be told by its own library
        }
    }

    /** Asked of a module that nobody else opens anything to. */
    private static boolean flagsDidIt() {
        Module nobodys = new ClassLoader(null) {}.getUnnamedModule();
        return ModuleBook.shows(nobodys, ALL);
    }

    /**
     * Lets the library of this class load native code without a warning, where this JVM runs without flags; with flags,
     * {@code --enable-native-access} is one of them.
     */
    public static void enableNativeAccess(String className) {
        require();
        if (!openedHere) {
            return;
        }
        try {
            MethodHandles.Lookup trusted = Internals.trustedLookup();
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
}
