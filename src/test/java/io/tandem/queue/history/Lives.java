package io.tandem.queue.history;

import io.tandem.queue.history.Operation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Joins each value's put and take; complains about those that do not fit. A pending take may have taken any value that is missing. */
final class Lives {
    private final List<Life> lives = new ArrayList<>();

    Lives(List<Operation> operations, Problems problems) {
        Map<Long, Operation> puts = new HashMap<>();
        Map<Long, Operation> takes = new HashMap<>();
        int unknown = 0;
        long firstUnknown = Operation.PENDING;
        for (Operation operation : operations) {
            if (operation.kind() == Kind.PUT) {
                if (puts.put(operation.value(), operation) != null) {
                    throw new IllegalArgumentException("put twice: " + operation.value());
                }
            } else if (operation.kind() == Kind.TAKE && operation.end() == Operation.PENDING) {
                unknown++;
                firstUnknown = Math.min(firstUnknown, operation.call());
            } else if (operation.kind() == Kind.TAKE && takes.put(operation.value(), operation) != null) {
                problems.add("taken twice: " + operation.value());
            }
        }
        long missing = 0;
        for (Operation put : puts.values()) {
            Operation take = takes.remove(put.value());
            if (take == null && put.end() != Operation.PENDING) {
                missing++;
            } else if (take != null && take.end() < put.call()) {
                problems.add("taken before it was put: " + put.value());
            }
            lives.add(
                    take == null
                            ? new Life(put.value(), put.call(), put.end(), firstUnknown, Operation.PENDING)
                            : new Life(put.value(), put.call(), put.end(), take.call(), take.end()));
        }
        if (missing > unknown) {
            problems.add("lost: " + missing + ", takes that never returned: " + unknown);
        }
        takes.keySet().forEach(value -> problems.add("from nowhere: " + value));
    }

    List<Life> all() {
        return lives;
    }
}
