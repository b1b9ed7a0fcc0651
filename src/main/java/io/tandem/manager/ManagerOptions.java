package io.tandem.manager;

import io.tandem.process.ProcessTask;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a manager is started with. Immutable: each method returns another one. */
public final class ManagerOptions implements Serializable {
    private static final long serialVersionUID = 1;
    /** No classes and interfaces of the user's, a name nobody else has. */
    public static final ManagerOptions DEFAULT =
            new ManagerOptions("", List.of(), new LinkedHashMap<>(), null, List.of());

    private final String name;
    private final ArrayList<Class<?>> allowed;
    private final LinkedHashMap<Class<?>, Shipped.Supplier<?>> registered;
    private final ProcessTask initializer;
    private final ArrayList<String> jvmFlags;

    private ManagerOptions(
            String name,
            List<Class<?>> allowed,
            Map<Class<?>, Shipped.Supplier<?>> registered,
            ProcessTask initializer,
            List<String> jvmFlags) {
        this.name = name;
        this.allowed = new ArrayList<>(allowed);
        this.registered = new LinkedHashMap<>(registered);
        this.initializer = initializer;
        this.jvmFlags = new ArrayList<>(jvmFlags);
    }

    /** Its file's name in the Tandem directory, by which JVMs without a parent in common connect. */
    public ManagerOptions named(String newName) {
        if (newName.isEmpty() || newName.indexOf('/') >= 0) {
            throw new IllegalArgumentException("\"" + newName + "\" cannot name a manager: a name has no slash");
        }
        return new ManagerOptions(newName, allowed, registered, initializer, jvmFlags);
    }

    /** Classes whose objects may be arguments and values, besides those of the JDK; with what their fields declare. */
    public ManagerOptions allow(Class<?>... classes) {
        List<Class<?>> all = new ArrayList<>(allowed);
        all.addAll(List.of(classes));
        return new ManagerOptions(name, all, registered, initializer, jvmFlags);
    }

    /** An interface that {@link Manager#create} makes objects of; exactly its methods can be called. */
    public <T> ManagerOptions register(Class<T> type, Shipped.Supplier<? extends T> supplier) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getName() + " is no interface; proxies are made by interface: extract one");
        }
        Map<Class<?>, Shipped.Supplier<?>> all = new LinkedHashMap<>(registered);
        all.put(type, Objects.requireNonNull(supplier, "supplier"));
        return new ManagerOptions(name, allowed, all, initializer, jvmFlags);
    }

    /** Runs in the server before anything else. */
    public ManagerOptions initializer(ProcessTask task) {
        return new ManagerOptions(name, allowed, registered, Objects.requireNonNull(task, "initializer"), jvmFlags);
    }

    /** Flags of the server's JVM, after those it inherits. */
    public ManagerOptions jvmFlags(String... flags) {
        return new ManagerOptions(name, allowed, registered, initializer, List.of(flags));
    }

    String name() {
        return name;
    }

    Class<?>[] allowed() {
        return allowed.toArray(new Class<?>[0]);
    }

    List<String> allowedNames() {
        return allowed.stream().<String>map(Class::getName).toList();
    }

    List<String> interfaceNames() {
        return registered.keySet().stream().<String>map(Class::getName).toList();
    }

    Interfaces interfaces() {
        return new Interfaces(registered.keySet(), registered);
    }

    String[] flags() {
        return jvmFlags.toArray(new String[0]);
    }

    void initialize() throws Exception {
        if (initializer != null) {
            initializer.run();
        }
    }
}
