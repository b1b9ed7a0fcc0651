package io.tandem.manager;

import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list that lives in a {@link Manager}. Each method is atomic; nulls are elements. What is said of {@link ManagedMap} about
 * threads, waiting, functions, copies, managed objects as elements and the end of the server holds here, too. A managed list
 * may contain itself.
 *
 * <p>An iterator goes by index over the list as it is when it gets there, a chunk of 64 at a time, and sees later changes; once
 * at its end it stays there. What it sets or removes is what it returned: if that is not there any more, it throws
 * {@link java.util.ConcurrentModificationException}. A sublist is a view by index, to be used while nobody else changes the
 * size. Python: {@code Manager().list()}.
 */
public interface ManagedList<E> extends List<E>, RandomAccess, AutoCloseable {
    /** Appends the element unless an equal one is there. */
    boolean addIfAbsent(E element);

    void sort(Shipped.Comparator<? super E> order);

    void replaceAll(Shipped.UnaryOperator<E> function);

    boolean removeIf(Shipped.Predicate<? super E> filter);

    @Override
    void sort(Comparator<? super E> order);

    @Override
    void replaceAll(UnaryOperator<E> function);

    @Override
    boolean removeIf(Predicate<? super E> filter);

    /** A copy of all that is there at one moment. */
    List<E> snapshot();

    /** Gives this proxy up; the list is dropped when nobody has one, and it is neither named nor stored anywhere. */
    @Override
    void close();
}
