package io.tandem.manager;

import java.util.Set;

/**
 * A set that lives in a {@link Manager}, in order of insertion; null may be an element. Each method but {@code removeIf} and
 * {@code containsAll} is atomic; all else is as in {@link ManagedMap}. Python: {@code Manager().set()}.
 */
public interface ManagedSet<E> extends Set<E>, AutoCloseable {
    /** Gives this proxy up; the set is dropped when nobody has one, and it is neither named nor stored anywhere. */
    @Override
    void close();
}
