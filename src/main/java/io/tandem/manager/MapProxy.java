package io.tandem.manager;

import static io.tandem.manager.MapServant.*;

import io.tandem.codec.EncodeException;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A map of the server, seen from anywhere. What cannot be encoded is in no map: queries for it find nothing. */
@SuppressWarnings("unchecked") // the map holds what was put into it
final class MapProxy<K, V> extends AbstractMap<K, V> implements ManagedMap<K, V>, Remote.Proxied, Serializable {
    private static final long serialVersionUID = 1;
    /** Entries fetched at a time. */
    static final int CHUNK = 256;

    private final transient Remote remote;

    MapProxy(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Remote remote() {
        return remote;
    }

    private V value(int method, Object... arguments) {
        return (V) remote.call(method, arguments);
    }

    /** Null or false if the key or value could not be in any managed map. */
    private Object query(Object nothing, int method, Object... arguments) {
        try {
            return remote.call(method, arguments);
        } catch (EncodeException neverStored) {
            return nothing;
        }
    }

    @Override
    public V get(Object key) {
        return (V) query(null, GET, key);
    }

    @Override
    public V getOrDefault(Object key, V other) {
        Object[] found = (Object[]) query(new Object[0], GET_ALL, (Object) new Object[] {key});
        return found.length == 0 ? other : (V) found[1];
    }

    @Override
    public boolean containsKey(Object key) {
        return (boolean) query(false, CONTAINS_KEY, key);
    }

    @Override
    public boolean containsValue(Object value) {
        return (boolean) query(false, CONTAINS_VALUE, value);
    }

    @Override
    public int size() {
        return (int) remote.call(SIZE);
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public V put(K key, V value) {
        return value(PUT, key, value);
    }

    @Override
    public V remove(Object key) {
        return (V) query(null, REMOVE, key);
    }

    @Override
    public void clear() {
        remote.call(CLEAR);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        remote.call(PUT_ALL, (Object) ValueWriter.flat(map));
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return map((Object[]) remote.call(GET_ALL, (Object) keys.toArray()), 0);
    }

    @Override
    public Map<K, V> snapshot() {
        return map((Object[]) remote.call(WALK, ENTRIES, Integer.MAX_VALUE / 2), 1);
    }

    private Map<K, V> map(Object[] flat, int from) {
        Map<K, V> map = new LinkedHashMap<>();
        for (int i = from; i < flat.length; i += 2) {
            map.put((K) flat[i], (V) flat[i + 1]);
        }
        return map;
    }

    @Override
    public V putIfAbsent(K key, V value) {
        return value(PUT_IF_ABSENT, key, value);
    }

    @Override
    public boolean remove(Object key, Object value) {
        return (boolean) query(false, REMOVE_PAIR, key, value);
    }

    @Override
    public V replace(K key, V value) {
        return value(REPLACE, key, value);
    }

    @Override
    public boolean replace(K key, V old, V value) {
        return (boolean) remote.call(REPLACE_PAIR, key, old, value);
    }

    @Override
    public V compute(K key, Shipped.BiFunction<? super K, ? super V, ? extends V> function) {
        return value(COMPUTE_ENTRY, key, remote.ship(Objects.requireNonNull(function)));
    }

    @Override
    public V compute(K key, BiFunction<? super K, ? super V, ? extends V> function) {
        return travels(function)
                ? value(COMPUTE_ENTRY, key, remote.ship(function))
                : optimistic(key, old -> function.apply(key, old), true, true);
    }

    @Override
    public V computeIfAbsent(K key, Shipped.Function<? super K, ? extends V> function) {
        return value(COMPUTE_IF_ABSENT, key, remote.ship(Objects.requireNonNull(function)));
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        return travels(function)
                ? value(COMPUTE_IF_ABSENT, key, remote.ship(function))
                : optimistic(key, absent -> function.apply(key), true, false);
    }

    @Override
    public V computeIfPresent(K key, Shipped.BiFunction<? super K, ? super V, ? extends V> function) {
        return value(COMPUTE_IF_PRESENT, key, remote.ship(Objects.requireNonNull(function)));
    }

    @Override
    public V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function) {
        return travels(function)
                ? value(COMPUTE_IF_PRESENT, key, remote.ship(function))
                : optimistic(key, old -> function.apply(key, old), false, true);
    }

    @Override
    public V merge(K key, V value, Shipped.BiFunction<? super V, ? super V, ? extends V> function) {
        return value(MERGE, key, Objects.requireNonNull(value), remote.ship(Objects.requireNonNull(function)));
    }

    @Override
    public V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function) {
        Objects.requireNonNull(value);
        return travels(function)
                ? value(MERGE, key, value, remote.ship(function))
                : optimistic(key, old -> old == null ? value : function.apply(old, value), true, true);
    }

    @Override
    public void replaceAll(Shipped.BiFunction<? super K, ? super V, ? extends V> function) {
        remote.call(REPLACE_ALL, remote.ship(Objects.requireNonNull(function)));
    }

    /** If the function cannot travel each entry is replaced atomically, but not all at one moment. */
    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> function) {
        if (travels(function)) {
            remote.call(REPLACE_ALL, remote.ship(function));
            return;
        }
        for (Entry<K, V> entry : entrySet()) {
            V old = entry.getValue();
            while (!replace(entry.getKey(), old, function.apply(entry.getKey(), old))) {
                old = get(entry.getKey());
                if (old == null && !containsKey(entry.getKey())) {
                    break;
                }
            }
        }
    }

    private static boolean travels(Object function) {
        return Objects.requireNonNull(function, "function") instanceof Serializable;
    }

    /** Computes here, stores if nobody else did meanwhile, else again. Two copies: the function may change one. */
    private V optimistic(K key, Function<V, V> function, boolean ifAbsent, boolean ifPresent) {
        while (true) {
            V old = get(key);
            V expected = get(key);
            if (!Objects.deepEquals(old, expected)) {
                continue;
            }
            if (old == null ? !ifAbsent : !ifPresent) {
                return old;
            }
            V next = function.apply(old);
            if (old == null && next == null && !ifPresent) {
                return null;
            }
            if ((boolean) remote.call(SWAP, key, expected, next)) {
                return next;
            }
        }
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        snapshot().forEach(action);
    }

    @Override
    public Set<K> keySet() {
        return new MapViews.Keys<>(this);
    }

    @Override
    public Collection<V> values() {
        return new MapViews.Values<>(this);
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new MapViews.Entries<>(this);
    }

    @Override
    public boolean equals(Object other) {
        if (Remote.of(other) != null && remote.same(Remote.of(other))) {
            return true;
        }
        return !(remote instanceof Servant)
                && other instanceof Map
                && snapshot().equals(other);
    }

    /** In the server itself by identity: see {@link Servant}. */
    @Override
    public int hashCode() {
        return remote instanceof Servant
                ? Long.hashCode(remote.id())
                : snapshot().hashCode();
    }

    @Override
    public String toString() {
        Map<Object, Object> shown = new LinkedHashMap<>();
        snapshot().forEach((key, value) -> shown.put(named(key), named(value)));
        return shown.toString();
    }

    private Object named(Object value) {
        Remote other = Remote.of(value);
        return other != null && remote.same(other) ? "(this Map)" : value;
    }

    @Override
    public void close() {
        remote.close();
    }

    private Object writeReplace() {
        return remote.ref(this);
    }
}
