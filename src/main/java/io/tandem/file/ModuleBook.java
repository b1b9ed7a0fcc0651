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

    /** {@code open}, if it is not null, for reflection on what is not public, too. */
    static boolean enter(Module to, String[] exported, String open) {
        if (!Internals.QUICK) {
            return false;
        }
        try {
            Map<String, Boolean> entries = new ConcurrentHashMap<>();
            for (String name : exported) {
                entries.put(name, false);
            }
            if (open != null) {
                entries.put(open, true);
            }
            tellJvm(to, exported, open);
            write(to, entries);
        } catch (ReflectiveOperationException | RuntimeException otherJdk) {
            return false;
        }
        boolean all = open == null || BASE.isOpen(open, to);
        for (String name : exported) {
            all = all && BASE.isExported(name, to);
        }
        return all;
    }

    private static void tellJvm(Module to, String[] exported, String open) throws ReflectiveOperationException {
        Method export = Internals.method(Module.class, "addExports0", Module.class, String.class, Module.class);
        for (String name : exported) {
            export.invoke(null, BASE, name, to);
        }
        if (open != null) {
            export.invoke(null, BASE, open, to);
        }
    }

    /** The book: from two modules to a map of packages, true for open, false for exported. */
    @SuppressWarnings("unchecked")
    private static void write(Module to, Map<String, Boolean> entries) throws ReflectiveOperationException {
        Object book = Internals.staticField(Class.forName("java.lang.Module$ReflectionData"), "exports");
        Method putIfAbsent = Internals.method(book.getClass(), "putIfAbsent", Object.class, Object.class, Object.class);
        Map<String, Boolean> known = (Map<String, Boolean>) putIfAbsent.invoke(book, BASE, to, entries);
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
