package io.tandem.queue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a storm by the ledgers of its processes. A message is its producer and a number, 1, 2, 3, ...; a producer notes
 * what it is about to put and what it has put, a consumer what it has taken.
 */
final class StormChecker {
    /** What a consumer notes for a message whose bytes do not fit each other. */
    static final long TORN = -1;

    private static final int NUMBER_BITS = 32;
    private static final long MOST_NUMBER = 1 << 24;

    private final Map<Long, BitSet> taken = new HashMap<>();
    private final Map<Long, long[]> producers = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private long mayBeLost;
    private long lost;
    private long total;

    static long message(long producer, long number) {
        return producer << NUMBER_BITS | number;
    }

    static long producer(long message) {
        return message >> NUMBER_BITS;
    }

    static long number(long message) {
        return message & 0xffff_ffffL;
    }

    void producer(long producer, long intent, long committed) {
        producers.put(producer, new long[] {intent, committed});
    }

    /** One consumer's ledger, in its order. */
    void consumer(String name, long[] messages, int count) {
        Map<Long, Long> last = new HashMap<>();
        for (int i = 0; i < count; i++) {
            long message = messages[i];
            if (message == TORN) {
                problem(name + " got torn bytes");
                continue;
            }
            long producer = producer(message);
            long number = number(message);
            if (number > MOST_NUMBER) {
                problem(name + " got the number " + number);
                continue;
            }
            Long before = last.put(producer, number);
            if (before != null && before >= number) {
                problem(name + " got " + number + " of producer " + producer + " after " + before);
            }
            BitSet seen = taken.computeIfAbsent(producer, p -> new BitSet());
            if (seen.get((int) number)) {
                problem("twice: " + number + " of producer " + producer);
            }
            seen.set((int) number);
            total++;
        }
    }

    /** It was killed and may have taken along so many that it did not note. */
    void killedConsumer(int batch) {
        mayBeLost += batch;
    }

    private void problem(String what) {
        if (problems.size() < 20) {
            problems.add(what);
        }
    }

    /** After all ledgers are in and the queue is empty. */
    List<String> problems() {
        taken.keySet().stream()
                .filter(producer -> !producers.containsKey(producer))
                .forEach(producer -> problem("from nowhere: producer " + producer));
        producers.forEach((producer, ledger) -> {
            BitSet seen = taken.getOrDefault(producer, new BitSet());
            if (seen.length() - 1 > ledger[0]) {
                problem("producer " + producer + " never meant to put " + (seen.length() - 1));
            }
            long missing = ledger[1] - seen.get(0, (int) ledger[1] + 1).cardinality();
            lost += missing;
        });
        if (lost > mayBeLost) {
            problem("lost " + lost + ", killed consumers account for " + mayBeLost);
        }
        return problems;
    }

    @Override
    public String toString() {
        return total + " messages of " + producers.size() + " producers, " + lost + " lost of at most " + mayBeLost;
    }
}
