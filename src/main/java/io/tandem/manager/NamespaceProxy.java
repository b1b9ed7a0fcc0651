package io.tandem.manager;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/** A namespace of the server: a map of texts there. */
final class NamespaceProxy implements ManagedNamespace, Remote.Proxied, Serializable {
    private static final long serialVersionUID = 1;

    private final transient MapProxy<String, Object> map;

    NamespaceProxy(Remote remote) {
        this.map = new MapProxy<>(remote);
    }

    @Override
    public Remote remote() {
        return map.remote();
    }

    @Override
    public Object get(String name) {
        Map<String, Object> found = map.getAll(List.of(name));
        if (found.isEmpty()) {
            throw new NoSuchElementException("this namespace has no \"" + name + "\", it has " + names());
        }
        return found.get(name);
    }

    @Override
    public <T> T get(String name, Class<T> type) {
        return type.cast(get(name));
    }

    @Override
    public void set(String name, Object value) {
        map.put(Objects.requireNonNull(name, "name"), value);
    }

    @Override
    public boolean delete(String name) {
        return map.keySet().remove(name);
    }

    @Override
    public Set<String> names() {
        return new LinkedHashSet<>(map.keySet());
    }

    /** Of the same names and values. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NamespaceProxy namespace && map.equals(namespace.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return "Namespace" + map;
    }

    @Override
    public void close() {
        map.close();
    }

    private Object writeReplace() {
        return remote().ref(this);
    }
}
