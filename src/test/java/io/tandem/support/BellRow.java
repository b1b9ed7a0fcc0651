package io.tandem.support;

import java.nio.file.Path;

/**
 * One way to be woken, a constant of an enum: what is made, who holds what before, what a thread of one JVM sleeps in, and
 * what another JVM does to wake it.
 */
public interface BellRow {
    /** What one of the two JVMs keeps of a row. */
    final class Stage {
        public final Path path;
        /** The shared thing. */
        public Object thing;
        /** What the waker holds meanwhile. */
        public Object held;

        Stage(Path path) {
            this.path = path;
        }
    }

    String name();

    /** Whether it is another thread of the sleeper's JVM that wakes it. */
    boolean here();

    /** Whether what holds something is killed before, and another JVM wakes. */
    default boolean afterDeath() {
        return name().endsWith("_AFTER_DEATH");
    }

    /** In the sleeper's JVM. */
    void create(Stage stage) throws Exception;

    /** In the waker's JVM, after that. */
    void hold(Stage stage) throws Exception;

    /** Sleeps; what it returns or throws is compared with {@link #expected}. */
    Object sleep(Stage stage) throws Exception;

    void wake(Stage stage) throws Exception;

    String expected();
}
