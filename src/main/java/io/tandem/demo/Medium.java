package io.tandem.demo;

import java.util.Locale;

/** Through what the word counts send their lines: the one argument that makes the difference. */
enum Medium {
    /** Rings in memory. */
    LANES,
    /** Files that last. */
    JOURNAL;

    /** {@code -Ddemo.queue=journal}; lanes unless said. */
    static Medium ofDemo() {
        return valueOf(System.getProperty("demo.queue", "lanes").toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return this == LANES ? "a queue" : "a journal";
    }
}
