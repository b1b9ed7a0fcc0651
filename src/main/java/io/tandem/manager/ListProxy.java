package io.tandem.manager;

import static io.tandem.manager.ListServant.*;

import io.tandem.codec.EncodeException;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A list of the server, seen from anywhere. What cannot be encoded is in no list: queries for it find nothing. */
@SuppressWarnings("unchecked") // the list holds what was put into it
final class ListProxy<E> extends AbstractList<E> implements ManagedList<E>, Remote.Proxied, Serializable {
    private static final long serialVersionUID = 1;

    private final transient Remote remote;

    ListProxy(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Remote remote() {
        return remote;
    }

    private Object query(Object nothing, int method, Object... arguments) {
        try {
            return remote.call(method, arguments);
        } catch (EncodeException neverStored) {
            return nothing;
        }
    }

    @Override
    public E get(int index) {
        return (E) remote.call(GET, index);
    }

    @Override
    public E set(int index, E element) {
        return (E) remote.call(SET, index, element);
    }

    @Override
    public boolean add(E element) {
        return (boolean) remote.call(ADD, element);
    }

    @Override
    public void add(int index, E element) {
        remote.call(INSERT, index, element);
    }

    @Override
    public boolean addIfAbsent(E element) {
        return (boolean) remote.call(ADD_IF_ABSENT, element);
    }

    @Override
    public E remove(int index) {
        return (E) remote.call(REMOVE_AT, index);
    }

    @Override
    public boolean remove(Object element) {
        return (boolean) query(false, REMOVE, element);
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
    public void clear() {
        remote.call(CLEAR);
    }

    @Override
    public boolean contains(Object element) {
        return indexOf(element) >= 0;
    }

    @Override
    public int indexOf(Object element) {
        return (int) query(-1, INDEX_OF, element);
    }

    @Override
    public int lastIndexOf(Object element) {
        return (int) query(-1, LAST_INDEX_OF, element);
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        return (boolean) query(false, CONTAINS_ALL, (Object) elements.toArray());
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return (boolean) remote.call(ADD_ALL, -1, elements.toArray());
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        if (index < 0) {
            throw new IndexOutOfBoundsException("index " + index);
        }
        return (boolean) remote.call(ADD_ALL, index, elements.toArray());
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return removeAll(elements.toArray(), true);
    }

    private boolean removeAll(Object[] elements, boolean listed) {
        try {
            return (boolean) remote.call(REMOVE_ALL, elements, listed);
        } catch (EncodeException notAll) {
            return (boolean) remote.call(REMOVE_ALL, remote.sendable(elements), listed);
        }
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return removeAll(elements.toArray(), false);
    }

    @Override
    protected void removeRange(int from, int to) {
        remote.call(REMOVE_RANGE, from, to);
    }

    @Override
    public void sort(Shipped.Comparator<? super E> order) {
        sort((Comparator<? super E>) order);
    }

    /** Runs here, and again if the list was changed meanwhile, if the comparator cannot travel. */
    @Override
    public void sort(Comparator<? super E> order) {
        if (Functions.travels(order)) {
            remote.call(SORT, order == null ? null : remote.ship(order));
        } else {
            optimistic(list -> list.sort(order));
        }
    }

    @Override
    public void replaceAll(Shipped.UnaryOperator<E> function) {
        replaceAll((UnaryOperator<E>) function);
    }

    @Override
    public void replaceAll(UnaryOperator<E> function) {
        if (Functions.travels(Objects.requireNonNull(function))) {
            remote.call(REPLACE_ALL, remote.ship(function));
        } else {
            optimistic(list -> list.replaceAll(function));
        }
    }

    @Override
    public boolean removeIf(Shipped.Predicate<? super E> filter) {
        return removeIf((Predicate<? super E>) filter);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        if (Functions.travels(Objects.requireNonNull(filter))) {
            return (boolean) remote.call(REMOVE_IF, remote.ship(filter));
        }
        boolean[] any = new boolean[1];
        optimistic(list -> any[0] = list.removeIf(filter));
        return any[0];
    }

    private void optimistic(Consumer<List<E>> change) {
        while (true) {
            Object[] seen = (Object[]) remote.call(SNAPSHOT);
            List<E> list = new ArrayList<>((List<E>) Arrays.asList(seen).subList(1, seen.length));
            change.accept(list);
            if ((boolean) remote.call(ASSIGN, seen[0], list.toArray())) {
                return;
            }
        }
    }

    @Override
    public List<E> snapshot() {
        return (List<E>) new ArrayList<>(Arrays.asList(toArray()));
    }

    @Override
    public Object[] toArray() {
        Object[] all = (Object[]) remote.call(SNAPSHOT);
        return Arrays.copyOfRange(all, 1, all.length);
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return Arrays.asList(toArray()).toArray(array);
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        snapshot().forEach(action);
    }

    @Override
    public Iterator<E> iterator() {
        return new ListWalk<>(remote, 0, true);
    }

    @Override
    public ListIterator<E> listIterator() {
        return listIterator(0);
    }

    @Override
    public ListIterator<E> listIterator(int index) {
        if (index < 0 || index > 0 && index > size()) {
            throw new IndexOutOfBoundsException("index " + index);
        }
        return new ListWalk<>(remote, index, false);
    }

    @Override
    public boolean equals(Object other) {
        if (Remote.of(other) != null && remote.same(Remote.of(other))) {
            return true;
        }
        return !(remote instanceof Servant)
                && other instanceof List
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
        List<Object> shown = (List<Object>) snapshot();
        shown.replaceAll(each -> Remote.of(each) != null && remote.same(Remote.of(each)) ? "(this Collection)" : each);
        return shown.toString();
    }

    @Override
    public void close() {
        remote.close();
    }

    private Object writeReplace() {
        return remote.ref(this);
    }
}
