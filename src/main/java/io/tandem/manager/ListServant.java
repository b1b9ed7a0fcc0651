package io.tandem.manager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A list in the server. All under the lock of {@link Servant}. */
final class ListServant extends Servant {
    static final int GET = 0;
    static final int SET = 1;
    static final int ADD = 2;
    static final int INSERT = 3;
    static final int REMOVE_AT = 4;
    static final int REMOVE = 5;
    static final int SIZE = 6;
    static final int CLEAR = 7;
    static final int INDEX_OF = 8;
    static final int LAST_INDEX_OF = 9;
    /** At an index, or at the end for -1. */
    static final int ADD_ALL = 10;

    static final int CONTAINS_ALL = 11;
    /** Removes those that are, or are not, among these. */
    static final int REMOVE_ALL = 12;

    static final int SORT = 13;
    static final int REPLACE_ALL = 14;
    static final int REMOVE_IF = 15;
    static final int RANGE = 16;
    /** Of all elements, and before them the number of changes so far. */
    static final int SNAPSHOT = 17;
    /** Replaces all elements if there was no change since. */
    static final int ASSIGN = 18;

    static final int REMOVE_RANGE = 19;
    /** Of what an iterator returned, if it is still there. */
    static final int SET_IF = 20;

    static final int REMOVE_IF_AT = 21;
    static final int ADD_IF_ABSENT = 22;

    private final ArrayList<Object> list = new ArrayList<>();
    private long changes;

    ListServant(Servants home, long id) {
        super(home, id, Sort.LIST);
    }

    @Override
    Object invoke(int method, Object[] a) {
        return switch (method) {
            case GET -> list.get((int) a[0]);
            case SIZE -> list.size();
            case INDEX_OF -> indexOf(a[0]);
            case LAST_INDEX_OF -> lastIndexOf(a[0]);
            case CONTAINS_ALL -> new HashSet<>(list).containsAll(Arrays.asList((Object[]) a[0]));
            case RANGE -> range((int) a[0], (int) a[1]);
            case SNAPSHOT -> snapshot();
            default -> {
                changes++;
                yield change(method, a);
            }
        };
    }

    @SuppressWarnings("unchecked")
    private Object change(int method, Object[] a) {
        return switch (method) {
            case SET -> list.set((int) a[0], a[1]);
            case ADD -> list.add(a[0]);
            case INSERT -> done(() -> list.add((int) a[0], a[1]));
            case REMOVE_AT -> list.remove((int) a[0]);
            case REMOVE -> remove(a[0]);
            case CLEAR -> done(list::clear);
            case ADD_ALL -> list.addAll((int) a[0] < 0 ? list.size() : (int) a[0], Arrays.asList((Object[]) a[1]));
            case REMOVE_ALL -> removeAll((Object[]) a[0], (boolean) a[1]);
            case SORT -> sort((Comparator<Object>) a[0]);
            case REPLACE_ALL -> replaceAll((UnaryOperator<Object>) a[0]);
            case REMOVE_IF -> list.removeIf(value -> ((Predicate<Object>) a[0]).test(open(value)));
            case ASSIGN -> assign((long) a[0], (Object[]) a[1]);
            case REMOVE_RANGE -> done(() -> list.subList((int) a[0], (int) a[1]).clear());
            case SET_IF -> isAt((int) a[0], a[1]) && done(() -> list.set((int) a[0], a[2])) == null;
            case REMOVE_IF_AT -> isAt((int) a[0], a[1]) && done(() -> list.remove((int) a[0])) == null;
            case ADD_IF_ABSENT -> indexOf(a[0]) < 0 && list.add(a[0]);
            default -> throw new IllegalArgumentException("a list has no method " + method);
        };
    }

    private static Object done(Runnable change) {
        change.run();
        return null;
    }

    private Object open(Object value) {
        return Packed.open(value, home.side());
    }

    /** By value also for arrays, since what a client has is a copy. */
    private int indexOf(Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (isAt(i, value)) {
                return i;
            }
        }
        return -1;
    }

    private int lastIndexOf(Object value) {
        int index = list.size() - 1;
        while (index >= 0 && !isAt(index, value)) {
            index--;
        }
        return index;
    }

    private boolean isAt(int index, Object value) {
        return index < list.size() && Objects.deepEquals(list.get(index), value);
    }

    private boolean remove(Object value) {
        int index = indexOf(value);
        return index >= 0 && done(() -> list.remove(index)) == null;
    }

    private boolean removeAll(Object[] values, boolean listed) {
        Collection<Object> set = new HashSet<>(Arrays.asList(values));
        return list.removeIf(each -> set.contains(each) == listed);
    }

    /** All or nothing, if the comparator throws. */
    private Object sort(Comparator<Object> order) {
        List<Object> sorted = new ArrayList<>(list);
        sorted.sort(order == null ? null : (one, other) -> order.compare(open(one), open(other)));
        return done(() -> {
            list.clear();
            list.addAll(sorted);
        });
    }

    private Object replaceAll(UnaryOperator<Object> function) {
        List<Object> next = new ArrayList<>(list);
        next.replaceAll(value -> function.apply(open(value)));
        for (int i = 0; i < next.size(); i++) {
            list.set(i, next.get(i));
        }
        return null;
    }

    private boolean assign(long expected, Object[] values) {
        if (expected != changes - 1) {
            return false;
        }
        list.clear();
        list.addAll(Arrays.asList(values));
        return true;
    }

    private Object range(int from, int most) {
        int begin = Math.max(0, Math.min(from, list.size()));
        return list.subList(begin, Math.min(list.size(), begin + most)).toArray();
    }

    private Object snapshot() {
        Object[] all = new Object[list.size() + 1];
        all[0] = changes;
        for (int i = 1; i < all.length; i++) {
            all[i] = list.get(i - 1);
        }
        return all;
    }
}
