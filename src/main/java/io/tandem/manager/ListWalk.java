package io.tandem.manager;

import static io.tandem.manager.ListServant.*;

import java.util.ConcurrentModificationException;
import java.util.ListIterator;
import java.util.NoSuchElementException;

/** Goes over a managed list by index, both ways; fetches a chunk at a time, anew after each change of its own. */
final class ListWalk<E> implements ListIterator<E> {
    private static final int CHUNK = 64;
    private static final Object[] NOTHING = {};

    private final Remote list;
    private final boolean staysAtEnd;
    /** The elements from {@code first} on. */
    private Object[] chunk = NOTHING;

    private int first;
    private int next;
    private boolean ended;
    private E last;
    /** Where the last one returned was, or -1. */
    private int lastAt = -1;

    ListWalk(Remote list, int index, boolean staysAtEnd) {
        this.list = list;
        this.next = index;
        this.staysAtEnd = staysAtEnd;
    }

    private boolean isFetched(int index) {
        return index >= first && index < first + chunk.length;
    }

    private boolean fetch(int index, int from) {
        if (!isFetched(index)) {
            first = Math.max(0, from);
            chunk = (Object[]) list.call(RANGE, first, CHUNK);
        }
        return isFetched(index);
    }

    @Override
    public boolean hasNext() {
        boolean more = !ended && fetch(next, next);
        ended = staysAtEnd && !more;
        return more;
    }

    @Override
    public boolean hasPrevious() {
        return next > 0;
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return returned(next++);
    }

    @Override
    public E previous() {
        if (!hasPrevious()) {
            throw new NoSuchElementException();
        }
        if (!fetch(next - 1, next - CHUNK)) {
            throw new ConcurrentModificationException("the list has become shorter than " + next);
        }
        return returned(--next);
    }

    @SuppressWarnings("unchecked") // what was put in
    private E returned(int index) {
        lastAt = index;
        last = (E) chunk[index - first];
        return last;
    }

    @Override
    public int nextIndex() {
        return next;
    }

    @Override
    public int previousIndex() {
        return next - 1;
    }

    @Override
    public void remove() {
        change(REMOVE_IF_AT, requireLast(), last);
        next = Math.min(next, lastAt); // it was before the next one, or was the next one
        lastAt = -1;
    }

    @Override
    public void set(E element) {
        change(SET_IF, requireLast(), last, element);
        last = element;
    }

    @Override
    public void add(E element) {
        list.call(INSERT, next++, element);
        chunk = NOTHING;
        lastAt = -1;
    }

    private int requireLast() {
        if (lastAt < 0) {
            throw new IllegalStateException("next() or previous() first, and remove() once for each");
        }
        return lastAt;
    }

    private void change(int method, Object... arguments) {
        chunk = NOTHING;
        if (!(boolean) list.call(method, arguments)) {
            throw new ConcurrentModificationException(
                    "element " + lastAt + " is not the one that was returned any more; nothing was changed");
        }
    }
}
