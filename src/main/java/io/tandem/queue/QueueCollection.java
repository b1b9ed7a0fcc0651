package io.tandem.queue;

import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** What a {@link SharedQueue} does as a {@code Collection}, made of what it does as a queue. */
abstract class QueueCollection<E> extends SharedObject implements BlockingQueue<E> {
    private static final long serialVersionUID = 1;

    private final transient QueueView<E> view = new QueueView<>(this);

    QueueCollection(Attachment attachment) {
        super(attachment);
    }

    /** Copies what waits, without taking it; weakly consistent. */
    abstract void look(Consumer<E> sink, int limit);

    /** Hands encoded messages to the handler. */
    public abstract int drain(MessageHandler handler, int limit);

    /** Whether it is a handle on the same queue. */
    abstract boolean isSame(Collection<?> other);

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public boolean add(E message) {
        if (!offer(message)) {
            throw new IllegalStateException(path() + " is full");
        }
        return true;
    }

    @Override
    public E remove() {
        E message = poll();
        if (message == null) {
            throw new NoSuchElementException(path() + " is empty");
        }
        return message;
    }

    @Override
    public E peek() {
        List<E> first = new ArrayList<>(1);
        look(first::add, 1);
        return first.isEmpty() ? null : first.get(0);
    }

    @Override
    public E element() {
        E message = peek();
        if (message == null) {
            throw new NoSuchElementException(path() + " is empty");
        }
        return message;
    }

    @Override
    public Iterator<E> iterator() {
        return view.iterator();
    }

    @Override
    public boolean contains(Object message) {
        return view.contains(message);
    }

    @Override
    public boolean containsAll(Collection<?> messages) {
        return view.containsAll(messages);
    }

    @Override
    public Object[] toArray() {
        return view.toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return view.toArray(array);
    }

    @Override
    public boolean addAll(Collection<? extends E> messages) {
        if (isSame(messages)) {
            throw new IllegalArgumentException("a queue cannot be added to itself");
        }
        messages.forEach(this::add);
        return !messages.isEmpty();
    }

    /** Takes and drops everything. */
    @Override
    public void clear() {
        drain((type, buffer, index, length) -> {}, Integer.MAX_VALUE);
    }

    private UnsupportedOperationException onlyFromTheFront() {
        return new UnsupportedOperationException("messages leave " + path() + " from the front only: poll or drain it");
    }

    @Override
    public boolean remove(Object message) {
        throw onlyFromTheFront();
    }

    @Override
    public boolean removeAll(Collection<?> messages) {
        throw onlyFromTheFront();
    }

    @Override
    public boolean removeIf(java.util.function.Predicate<? super E> filter) {
        throw onlyFromTheFront();
    }

    @Override
    public boolean retainAll(Collection<?> messages) {
        throw onlyFromTheFront();
    }
}
