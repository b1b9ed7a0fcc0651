package io.tandem.manager;

import java.util.Set;

/**
 * Values by name, in a {@link Manager}; all else is as in {@link ManagedMap}. Python: {@code Manager().Namespace()}, whose
 * names with a leading underscore stay local; here they do not.
 */
public interface ManagedNamespace extends AutoCloseable {
    /** {@link java.util.NoSuchElementException} if there is no such name; null is a value. */
    Object get(String name);

    /** The same, as an object of this class. */
    <T> T get(String name, Class<T> type);

    void set(String name, Object value);

    /** Returns whether there was such a name. */
    boolean delete(String name);

    /** A copy, in the order in which they were first set. */
    Set<String> names();

    /** Gives this proxy up; the namespace is dropped when nobody has one, and it is neither named nor stored anywhere. */
    @Override
    void close();
}
