package io.tandem.manager;

import static io.tandem.manager.MapServant.*;

import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;

/** A set of the server: the keys of a map there. */
final class SetProxy<E> extends AbstractSet<E> implements ManagedSet<E>, Remote.Proxied, Serializable {
    private static final long serialVersionUID = 1;

    private final transient MapProxy<E, Boolean> map;
    private final transient Set<E> keys;

    SetProxy(Remote remote) {
        this.map = new MapProxy<>(remote);
        this.keys = map.keySet();
    }

    @Override
    public Remote remote() {
        return map.remote();
    }

    @Override
    public boolean add(E element) {
        return map.putIfAbsent(element, true) == null;
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return (boolean) remote().call(ADD_KEYS, (Object) elements.toArray());
    }

    @Override
    public boolean contains(Object element) {
        return keys.contains(element);
    }

    @Override
    public boolean remove(Object element) {
        return keys.remove(element);
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return keys.removeAll(elements);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return keys.retainAll(elements);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public Iterator<E> iterator() {
        return keys.iterator();
    }

    @Override
    public boolean equals(Object other) {
        if (Remote.of(other) != null && remote().same(Remote.of(other))) {
            return true;
        }
        return !(remote() instanceof Servant) && map.snapshot().keySet().equals(other);
    }

    /** In the server itself by identity: see {@link Servant}. */
    @Override
    public int hashCode() {
        return remote() instanceof Servant
                ? Long.hashCode(remote().id())
                : map.snapshot().keySet().hashCode();
    }

    @Override
    public void close() {
        map.close();
    }

    private Object writeReplace() {
        return remote().ref(this);
    }
}
