package io.tandem.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A map in the server, in order of insertion; sets and namespaces are maps, too. All under the lock of {@link Servant}. */
final class MapServant extends Servant {
    static final int GET = 0;
    static final int PUT = 1;
    static final int REMOVE = 2;
    static final int CONTAINS_KEY = 3;
    static final int CONTAINS_VALUE = 4;
    static final int SIZE = 5;
    static final int CLEAR = 6;
    static final int PUT_IF_ABSENT = 7;
    static final int REMOVE_PAIR = 8;
    static final int REPLACE = 9;
    static final int REPLACE_PAIR = 10;
    /** Keys and values in turn. */
    static final int PUT_ALL = 11;

    static final int GET_ALL = 12;
    static final int COMPUTE_ENTRY = 13;
    static final int COMPUTE_IF_ABSENT = 14;
    static final int COMPUTE_IF_PRESENT = 15;
    static final int MERGE = 16;
    static final int REPLACE_ALL = 17;
    /** If the value is (or is absent for null) the second argument, makes it the third; null removes. */
    static final int SWAP = 18;

    static final int WALK = 19;
    /** Removes the entries whose keys are, or are not, among these; whether there were any. */
    static final int REMOVE_KEYS = 20;

    static final int REMOVE_VALUES = 21;
    static final int REMOVE_VALUE = 22;
    static final int ADD_KEYS = 23;

    /** What a walk gives. */
    static final int KEYS = 1;

    static final int VALUES = 2;
    static final int ENTRIES = 3;

    private final Map<Object, Object> map = new LinkedHashMap<>();

    MapServant(Servants home, long id, Sort sort) {
        super(home, id, sort);
    }

    @Override
    Object invoke(int method, Object[] a) {
        return switch (method) {
            case GET -> map.get(a[0]);
            case PUT -> map.put(a[0], a[1]);
            case REMOVE -> map.remove(a[0]);
            case CONTAINS_KEY -> map.containsKey(a[0]);
            case CONTAINS_VALUE -> keyOf(a[0]) != null;
            case SIZE -> map.size();
            case CLEAR -> clear();
            case PUT_IF_ABSENT -> map.putIfAbsent(a[0], a[1]);
            case REMOVE_PAIR -> has(a[0], a[1]) && removed(a[0]);
            case REPLACE -> map.replace(a[0], a[1]);
            case REPLACE_PAIR -> has(a[0], a[1]) && stored(a[0], a[2]);
            case PUT_ALL -> putAll((Object[]) a[0]);
            case GET_ALL -> getAll((Object[]) a[0]);
            case WALK -> walk((int) a[0], (int) a[1]);
            case REMOVE_KEYS -> removeIf(map.keySet(), (Object[]) a[0], (boolean) a[1]);
            case REMOVE_VALUES -> removeIf(map.values(), (Object[]) a[0], (boolean) a[1]);
            case REMOVE_VALUE -> removeValue(a[0]);
            case ADD_KEYS -> addKeys((Object[]) a[0]);
            default -> change(method, a);
        };
    }

    @SuppressWarnings("unchecked")
    private Object change(int method, Object[] a) {
        return switch (method) {
            case COMPUTE_ENTRY -> map.compute(a[0], opened((BiFunction<Object, Object, Object>) a[1]));
            case COMPUTE_IF_ABSENT -> map.computeIfAbsent(a[0], (Function<Object, Object>) a[1]);
            case COMPUTE_IF_PRESENT -> map.computeIfPresent(a[0], opened((BiFunction<Object, Object, Object>) a[1]));
            case MERGE -> merge(a[0], a[1], (BiFunction<Object, Object, Object>) a[2]);
            case REPLACE_ALL -> replaceAll((BiFunction<Object, Object, Object>) a[0]);
            case SWAP -> swap(a[0], a[1], a[2]);
            default -> throw new IllegalArgumentException("a map has no method " + method);
        };
    }

    private BiFunction<Object, Object, Object> opened(BiFunction<Object, Object, Object> function) {
        return (key, value) -> function.apply(open(key), open(value));
    }

    private Object open(Object value) {
        return Packed.open(value, home.side());
    }

    private Object merge(Object key, Object value, BiFunction<Object, Object, Object> function) {
        return map.merge(key, value, (old, given) -> function.apply(open(old), open(given)));
    }

    /** All or nothing, if the function throws. */
    private Object replaceAll(BiFunction<Object, Object, Object> function) {
        Map<Object, Object> next = new LinkedHashMap<>(map);
        next.replaceAll(opened(function));
        map.putAll(next);
        return null;
    }

    /** By value also for arrays, since what a client has is a copy. */
    private boolean has(Object key, Object value) {
        Object found = map.get(key);
        return Objects.deepEquals(found, value) && (found != null || map.containsKey(key));
    }

    private boolean stored(Object key, Object value) {
        map.put(key, value);
        return true;
    }

    private boolean removed(Object key) {
        map.remove(key);
        return true;
    }

    private Object clear() {
        map.clear();
        return null;
    }

    private boolean swap(Object key, Object expected, Object value) {
        if (!Objects.deepEquals(map.get(key), expected)) {
            return false;
        }
        return value == null ? removed(key) : stored(key, value);
    }

    private Object putAll(Object[] flat) {
        for (int i = 0; i < flat.length; i += 2) {
            map.put(flat[i], flat[i + 1]);
        }
        return null;
    }

    private Object getAll(Object[] keys) {
        List<Object> flat = new ArrayList<>();
        for (Object key : keys) {
            if (map.containsKey(key)) {
                flat.add(key);
                flat.add(map.get(key));
            }
        }
        return flat.toArray();
    }

    /** The first entry of this value, or null. */
    private Map.Entry<Object, Object> keyOf(Object value) {
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            if (Objects.deepEquals(entry.getValue(), value)) {
                return entry;
            }
        }
        return null;
    }

    private boolean removeValue(Object value) {
        Map.Entry<Object, Object> entry = keyOf(value);
        return entry != null && removed(entry.getKey());
    }

    private boolean addKeys(Object[] keys) {
        int before = map.size();
        for (Object key : keys) {
            map.putIfAbsent(key, true);
        }
        return map.size() > before;
    }

    private static boolean removeIf(Collection<Object> from, Object[] values, boolean listed) {
        Set<Object> set = new HashSet<>(Arrays.asList(values));
        return from.removeIf(each -> set.contains(each) == listed);
    }

    /** The whole as it is now, the first so many at once, the rest through a cursor. */
    private Object walk(int what, int most) {
        Object[] all = what == KEYS
                ? map.keySet().toArray()
                : what == VALUES ? map.values().toArray() : ValueWriter.flat(map);
        return CursorServant.begin(home, all, what == ENTRIES ? 2 * most : most);
    }
}
