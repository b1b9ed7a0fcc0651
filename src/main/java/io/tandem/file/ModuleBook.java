package io.tandem.file;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens packages of {@code java.base} to a module as {@code Module.implAddExports} does, but without its lambdas, the first
 * of which takes a JVM six milliseconds: tells the JVM, then writes into the JDK's book. Only where reflection is
 * {@link Internals#QUICK}; whoever is told "false" goes the JDK's way.
 */
final class ModuleBook {
    private static final Module BASE = Object.class.getModule();

    private ModuleBook() {}

    /** True for a package that is to be open to reflection on what is not public, false for one that is to be exported. */
    static boolean enter(Module to, Map<String, Boolean> packages) {
        if (!Internals.QUICK) {
            return false;
        }
        try {
            tellJvm(to, packages);
            write(to, packages);
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return false;
        }
        return shows(to, packages);
    }

    /** Whether all of it is open or exported to this module. */
    static boolean shows(Module to, Map<String, Boolean> packages) {
        boolean all = true;
        for (Map.Entry<String, Boolean> entry : packages.entrySet()) {
            String name = entry.getKey();
            all &= entry.getValue() ? BASE.isOpen(name, to) : BASE.isExported(name, to);
        }
        return all;
    }

    private static void tellJvm(Module to, Map<String, Boolean> packages) throws ReflectiveOperationException {
        Method export = Internals.method(Module.class, "addExports0", Module.class, String.class, Module.class);
        for (String name : packages.keySet()) {
            export.invoke(null, BASE, name, to);
        }
    }

    /** The book: from two modules to a map of packages. */
    @SuppressWarnings("unchecked")
    private static void write(Module to, Map<String, Boolean> entries) throws ReflectiveOperationException {
        Object book = Internals.staticField(Class.forName("java.lang.Module$ReflectionData"), "exports");
        Method putIfAbsent = Internals.method(book.getClass(), "putIfAbsent", Object.class, Object.class, Object.class);
        Map<String, Boolean> known =
                (Map<String, Boolean>) putIfAbsent.invoke(book, BASE, to, new ConcurrentHashMap<>(entries));
        if (known == null) {
            return;
        }
        for (Map.Entry<String, Boolean> entry : entries.entrySet()) {
            if (entry.getValue()) {
                known.put(entry.getKey(), true);
            } else {
                known.putIfAbsent(entry.getKey(), false);
            }
        }
    }
}
