package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Several producers, several consumers that acknowledge each line: all of these are killed half-way, and others that are
 * started then go on where they were. The counts are exact on either medium.
 */
final class KilledCountStep implements DemoStep {
    /** One line of the text, by its number in all rounds. */
    record Line(int number, String text) implements Serializable {}

    private final Medium medium;
    private final int rounds;

    KilledCountStep(Medium medium, int rounds) {
        this.medium = medium;
        this.rounds = rounds;
    }

    @Override
    public String title() {
        return "The same through " + medium + ": all consumers killed with signal 9 half-way, and started again";
    }

    /** What is known of each line, at its number: noted twice, it is the same; so counts are exact after a second delivery. */
    private record Notes(SharedLongArray words, SharedLongArray hashes, SharedLong done, SharedLong again)
            implements Serializable {
        void note(Line line, boolean secondTime) {
            long[] sums = sums(List.of(line.text()));
            words.set(line.number(), sums[0]);
            hashes.set(line.number(), sums[1]);
            again.getAndAdd(secondTime ? 1 : 0);
            done.getAndIncrement();
        }
    }

    /** How many words, and the sum of their hashes. */
    private static long[] sums(List<String> lines) {
        long[] sums = new long[2];
        for (String line : lines) {
            QueueStep.count(line, hash -> {
                sums[0]++;
                sums[1] += hash;
            });
        }
        return sums;
    }

    @Override
    public void show(Stage stage) throws Exception {
        ArrayList<String> lines = new ArrayList<>(
                new String(Texts.ofJdk(), StandardCharsets.ISO_8859_1).lines().toList());
        long[] sums = sums(lines);
        int messages = lines.size() * rounds;
        Notes notes = new Notes(
                stage.tandem().newLongArray((long) messages),
                stage.tandem().newLongArray((long) messages),
                stage.tandem().newLong(0),
                stage.tandem().newLong(0));
        String path = stage.tandem().path().resolve("killed-" + medium.name()).toString();
        List<ChildProcess> children = producers(stage, path, lines, messages);
        List<ChildProcess> victims = consumers(stage, path, notes);
        while (notes.done.get() < messages / 2) {
            LockSupport.parkNanos(100_000);
        }
        victims.forEach(ChildProcess::kill);
        victims.forEach(victim -> victim.onExit().join());
        stage.say("all consumers killed after " + notes.done.get() + " of " + messages + " lines");
        children.addAll(consumers(stage, path, notes));
        stage.follow("acknowledged", notes.done::get, messages, children);
        stage.check("words", sums[0] * rounds, notes.words.stream().sum());
        stage.check(
                "sum of their hashes", sums[1] * rounds, notes.hashes.stream().sum());
        stage.say("delivered again after the deaths: " + notes.again.get());
    }

    private List<ChildProcess> producers(Stage stage, String path, ArrayList<String> lines, int messages) {
        Medium through = medium;
        int step = stage.workers();
        SharedLong putting = stage.tandem().newLong(step);
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < step; i++) {
            int first = i;
            children.add(stage.tandem().start(() -> {
                try (Lines<Line> queue = Lines.leased(through, path, Line.class)) {
                    for (int number = first; number < messages; number += step) {
                        queue.put(new Line(number, lines.get(number % lines.size())));
                    }
                    if (putting.decrementAndGet() == 0) {
                        queue.shutdown(); // the last one tells the consumers that nothing more comes
                    }
                }
            }));
        }
        return children;
    }

    private List<ChildProcess> consumers(Stage stage, String path, Notes notes) {
        Medium through = medium;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            children.add(stage.tandem().start(() -> {
                try (Lines<Line> queue = Lines.leased(through, path, Line.class)) {
                    queue.each(notes::note);
                }
            }));
        }
        return children;
    }
}
