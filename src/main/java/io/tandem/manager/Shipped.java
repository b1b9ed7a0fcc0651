package io.tandem.manager;

import java.io.Serializable;

/**
 * Functions that travel to the server: the interfaces of {@code java.util.function}, serializable. A lambda given to a
 * managed object is one by itself, because these overloads are the more specific ones. What it captures travels as a copy,
 * managed and shared things attached; it is trusted, as a task is.
 */
public final class Shipped {
    private Shipped() {}

    public interface Function<T, R> extends java.util.function.Function<T, R>, Serializable {}

    public interface BiFunction<T, U, R> extends java.util.function.BiFunction<T, U, R>, Serializable {}

    public interface UnaryOperator<T> extends java.util.function.UnaryOperator<T>, Serializable {}

    public interface Predicate<T> extends java.util.function.Predicate<T>, Serializable {}

    public interface Supplier<T> extends java.util.function.Supplier<T>, Serializable {}

    public interface Comparator<T> extends java.util.Comparator<T>, Serializable {}
}
