package io.tandem.manager;

import static io.tandem.manager.MapServant.*;

import io.tandem.codec.EncodeException;
import java.util.AbstractCollection;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map.Entry;
import java.util.Objects;

/** Keys, values and entries of a managed map: iterators over a snapshot, all else on the map itself. */
@SuppressWarnings("unchecked") // the map holds what was put into it
final class MapViews {
    private MapViews() {}

    /** Removes what is, or is not, among these. */
    private static boolean removeAll(MapProxy<?, ?> map, int method, Collection<?> some, boolean listed) {
        Object[] values = some.toArray();
        try {
            return (boolean) map.remote().call(method, values, listed);
        } catch (EncodeException notAll) {
            return (boolean) map.remote().call(method, map.remote().sendable(values), listed);
        }
    }

    private static Walk<Object> walk(MapProxy<?, ?> map, int what) {
        return new Walk<>((Object[]) map.remote().call(WALK, what, MapProxy.CHUNK));
    }

    /** {@link java.util.Map#keySet}. */
    static final class Keys<K> extends AbstractSet<K> {
        private final MapProxy<K, ?> map;

        Keys(MapProxy<K, ?> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object key) {
            return map.containsKey(key);
        }

        @Override
        public boolean remove(Object key) {
            return MapViews.removeAll(map, REMOVE_KEYS, Collections.singletonList(key), true);
        }

        @Override
        public boolean removeAll(Collection<?> keys) {
            return MapViews.removeAll(map, REMOVE_KEYS, keys, true);
        }

        @Override
        public boolean retainAll(Collection<?> keys) {
            return MapViews.removeAll(map, REMOVE_KEYS, keys, false);
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<K> iterator() {
            Walk<Object> walk = walk(map, KEYS);
            return new Removing<>() {
                @Override
                public boolean hasNext() {
                    return walk.hasNext();
                }

                @Override
                K step() {
                    return (K) walk.next();
                }

                @Override
                void remove(K key) {
                    Keys.this.remove(key);
                }
            };
        }
    }

    /** {@link java.util.Map#values}. */
    static final class Values<V> extends AbstractCollection<V> {
        private final MapProxy<?, V> map;

        Values(MapProxy<?, V> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object value) {
            return map.containsValue(value);
        }

        @Override
        public boolean remove(Object value) {
            try {
                return (boolean) map.remote().call(REMOVE_VALUE, value);
            } catch (EncodeException neverStored) {
                return false;
            }
        }

        @Override
        public boolean removeAll(Collection<?> values) {
            return MapViews.removeAll(map, REMOVE_VALUES, values, true);
        }

        @Override
        public boolean retainAll(Collection<?> values) {
            return MapViews.removeAll(map, REMOVE_VALUES, values, false);
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<V> iterator() {
            Iterator<? extends Entry<?, V>> entries = map.entrySet().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public V next() {
                    return entries.next().getValue();
                }

                @Override
                public void remove() {
                    entries.remove();
                }
            };
        }
    }

    /** {@link java.util.Map#entrySet}. */
    static final class Entries<K, V> extends AbstractSet<Entry<K, V>> {
        private final MapProxy<K, V> map;

        Entries(MapProxy<K, V> map) {
            this.map = map;
        }

        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(Object object) {
            return object instanceof Entry<?, ?> entry
                    && map.containsKey(entry.getKey())
                    && Objects.deepEquals(map.get(entry.getKey()), entry.getValue());
        }

        @Override
        public boolean remove(Object object) {
            return object instanceof Entry<?, ?> entry && map.remove(entry.getKey(), entry.getValue());
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<Entry<K, V>> iterator() {
            Walk<Object> walk = walk(map, ENTRIES);
            return new Removing<>() {
                @Override
                public boolean hasNext() {
                    return walk.hasNext();
                }

                @Override
                Entry<K, V> step() {
                    K key = (K) walk.next();
                    return new Through<>(map, key, (V) walk.next());
                }

                @Override
                void remove(Entry<K, V> entry) {
                    map.keySet().remove(entry.getKey());
                }
            };
        }
    }

    /** An entry whose new value goes into the map. */
    private static final class Through<K, V> extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1;
        private final transient MapProxy<K, V> map;

        Through(MapProxy<K, V> map, K key, V value) {
            super(key, value);
            this.map = map;
        }

        @Override
        public V setValue(V value) {
            map.put(getKey(), value);
            return super.setValue(value);
        }
    }

    /** An iterator that removes what it returned last, once. */
    private abstract static class Removing<T> implements Iterator<T> {
        private T last;
        private boolean canRemove;

        abstract T step();

        abstract void remove(T element);

        @Override
        public T next() {
            last = step();
            canRemove = true;
            return last;
        }

        @Override
        public void remove() {
            if (!canRemove) {
                throw new IllegalStateException("next() first, and remove() once for each");
            }
            canRemove = false;
            remove(last);
        }
    }
}
