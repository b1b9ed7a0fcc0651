package io.tandem.queue.history;

import java.util.ArrayList;
import java.util.List;

/** The first problems that were found, and how many there are. */
final class Problems {
    private static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(String problem) {
        if (count++ < MOST) {
            first.add(problem);
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>(first);
        if (count > MOST) {
            all.add("and " + (count - MOST) + " more");
        }
        return all;
    }
}
