package io.tandem.queue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Set<Long> firstDelivered = new HashSet<>();
    private final Set<Long> perhaps = new HashSet<>();
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
            inOrder(name, last, message);
            done(message);
        }
    }

    private void inOrder(String name, Map<Long, Long> last, long message) {
        Long before = last.put(producer(message), number(message));
        if (before != null && before >= number(message)) {
            problem(name + " got " + number(message) + " of producer " + producer(message) + " after " + before);
        }
    }

    private void done(long message) {
        BitSet seen = taken.computeIfAbsent(producer(message), p -> new BitSet());
        int number = (int) number(message);
        if (seen.get(number)) {
            problem("twice: " + number + " of producer " + producer(message));
        }
        seen.set(number);
        total++;
    }

    /** The ledger of one who leased: each message with its deliveries, and whether it is known to be acknowledged. */
    void leasing(String name, long[] entries, boolean killed) {
        Map<Long, Long> last = new HashMap<>();
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] == TORN) {
                problem(name + " got torn bytes");
                continue;
            }
            boolean acked = (entries[i] & StormWorker.ACKED) != 0;
            long deliveries = (entries[i] & ~StormWorker.ACKED) >>> StormWorker.DELIVERIES_SHIFT;
            long message = entries[i] & (1L << StormWorker.DELIVERIES_SHIFT) - 1;
            if (deliveries == 1) {
                inOrder(name, last, message);
                if (!firstDelivered.add(message)) {
                    problem("delivered for the first time twice: " + number(message) + " of " + producer(message));
                }
            }
            if (acked) {
                done(message);
            } else if (killed && i == entries.length - 1) {
                perhaps.add(message);
            }
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
            missing -= perhaps.stream()
                    .filter(message -> producer(message) == producer
                            && number(message) <= ledger[1]
                            && !seen.get((int) number(message)))
                    .count();
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
