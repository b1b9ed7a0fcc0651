package io.tandem.queue.history;

import io.tandem.queue.history.Operation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a history can be that of one queue, first in, first out, with at most {@code capacity} values, from empty to empty. With
 * values that are put once this needs no search: a history that is no queue's shows one of a few patterns (Henzinger, Sezgin,
 * Vafeiadis: "Aspect-oriented linearizability proofs", 2013; theirs is unbounded, full is judged by a condition that is necessary). Stamps
 * that are equal count as overlapping. Cost: n log n.
 */
final class FifoJudge {
    /** Room for any number of values. */
    static final int UNBOUNDED = Integer.MAX_VALUE;

    private final Problems problems = new Problems();
    private final List<Operation> operations;
    private final List<Life> lives;
    private final int capacity;

    private FifoJudge(List<Operation> operations, int capacity) {
        this.operations = operations;
        this.capacity = capacity;
        this.lives = new Lives(operations, problems).all();
    }

    static List<String> problems(List<Operation> operations, int capacity) {
        FifoJudge judge = new FifoJudge(operations, capacity);
        judge.order();
        judge.empty();
        if (capacity != UNBOUNDED) {
            judge.tooMany();
            judge.full();
        }
        return judge.problems.all();
    }

    private <T> List<T> sorted(List<T> list, Comparator<T> order) {
        List<T> copy = new ArrayList<>(list);
        copy.sort(order);
        return copy;
    }

    private List<Operation> ofKind(Kind kind) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && operation.end() != Operation.PENDING)
                .toList();
    }

    /** The put of one ended before the put of another began, and yet its take began after the take of the other had ended. */
    private void order() {
        List<Life> byEnd = sorted(lives, Comparator.comparingLong(Life::putEnd));
        Life last = null; // of those whose put has ended, the one whose take began last
        int next = 0;
        for (Life life : sorted(lives, Comparator.comparingLong(Life::putCall))) {
            while (byEnd.get(next).putEnd() < life.putCall()) {
                last = later(last, byEnd.get(next++));
            }
            if (last != null && life.isTaken() && last.takeCall() > life.takeEnd()) {
                problems.add("order: " + last.value() + " was put before " + life.value() + " and taken after it");
            }
        }
    }

    /** At each instant of a poll that found nothing some value was surely inside. */
    private void empty() {
        List<Life> inside = sorted(
                lives.stream().filter(life -> life.putEnd() < life.takeCall()).toList(),
                Comparator.comparingLong(Life::putEnd));
        Life last = null; // of those whose put has ended, the one whose take began last
        int next = 0;
        for (Operation empty : sorted(ofKind(Kind.EMPTY), Comparator.comparingLong(Operation::call))) {
            while (next < inside.size() && inside.get(next).putEnd() < empty.call()) {
                last = later(last, inside.get(next++));
            }
            if (last != null && isCovered(empty, last.takeCall(), inside.subList(next, inside.size()))) {
                problems.add("empty: a poll found nothing, when it began " + last.value() + " was inside");
            }
        }
    }

    private static Life later(Life last, Life life) {
        return last == null || life.takeCall() > last.takeCall() ? life : last;
    }

    /** Whether what is inside up to a stamp is followed, without an instant between, by what is inside to the end and beyond. */
    private static boolean isCovered(Operation empty, long until, List<Life> following) {
        long to = until;
        if (to <= empty.call()) {
            return false;
        }
        for (Life life : following) {
            if (to > empty.end() || life.putEnd() >= to) {
                break;
            }
            to = Math.max(to, life.takeCall());
        }
        return to > empty.end();
    }

    /** More than fit were surely inside. */
    private void tooMany() {
        Steps steps = new Steps(lives.size());
        for (Life life : lives) {
            if (life.putEnd() < life.takeCall()) {
                steps.up(life.putEnd() + 1);
                steps.down(life.takeCall());
            }
        }
        int most = steps.most();
        if (most > capacity) {
            problems.add("too many: " + most + " were inside, capacity " + capacity);
        }
    }

    /** At each instant of an offer that found no room fewer than fit were inside, even counting all that may have been. */
    private void full() {
        Steps steps = new Steps(lives.size());
        for (Life life : lives) {
            steps.up(life.putCall());
            steps.down(life.takeEnd() == Operation.PENDING ? Operation.PENDING : life.takeEnd() + 1);
        }
        for (Operation full : ofKind(Kind.FULL)) {
            int most = steps.most(full.call(), full.end());
            if (most < capacity) {
                problems.add("full: an offer found no room, at most " + most + " were inside, capacity " + capacity);
            }
        }
    }

    /** The same for each producer's values, between which there is no order; "full" is not judged. */
    static List<String> problemsPerProducer(List<Operation> operations) {
        long[] producers = operations.stream()
                .filter(operation -> operation.kind() == Kind.PUT
                        || operation.kind() == Kind.TAKE && operation.end() != Operation.PENDING)
                .mapToLong(operation -> Values.producer(operation.value()))
                .distinct()
                .toArray();
        return Arrays.stream(producers)
                .boxed()
                .flatMap(producer ->
                        problems(
                                        operations.stream()
                                                .filter(operation -> concerns(operation, producer))
                                                .toList(),
                                        UNBOUNDED)
                                .stream()
                                .map(problem -> "producer " + producer + ": " + problem))
                .toList();
    }

    /** What found nothing, or may have taken anything, concerns them all. */
    private static boolean concerns(Operation operation, long producer) {
        return operation.kind() == Kind.EMPTY
                || operation.kind() == Kind.TAKE && operation.end() == Operation.PENDING
                || Values.producer(operation.value()) == producer;
    }
}
