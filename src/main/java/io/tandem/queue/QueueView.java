package io.tandem.queue;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * The queue as a {@code Collection}: copies of what waits, made when asked for, lane by lane. Takes nothing, sees each
 * message at most once, and may miss what comes or goes meanwhile.
 */
final class QueueView<E> extends AbstractCollection<E> {
    private final QueueCollection<E> queue;

    QueueView(QueueCollection<E> queue) {
        this.queue = queue;
    }

    @Override
    public Iterator<E> iterator() {
        List<E> copy = new ArrayList<>();
        queue.look(copy::add, Integer.MAX_VALUE);
        return Collections.unmodifiableList(copy).iterator();
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public Object[] toArray() {
        List<E> copy = new ArrayList<>();
        iterator().forEachRemaining(copy::add);
        return copy.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        List<E> copy = new ArrayList<>();
        iterator().forEachRemaining(copy::add);
        return copy.toArray(array);
    }
}
