package io.tandem.demo;

import io.tandem.codec.Codecs;
import io.tandem.journal.JournalDelivery;
import io.tandem.journal.JournalOptions;
import io.tandem.journal.JournalQueue;
import io.tandem.journal.JournalReader;
import io.tandem.process.ChildProcess;
import io.tandem.queue.QueueShutDownException;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The word count over a journal: all of its consumers are killed half-way, and others that are started later go on where
 * they were. The journal needs flags that only the children have: so this process does not touch it.
 */
final class JournalCountStep implements DemoStep {
    private static final int ROUNDS = 3;

    @Override
    public String title() {
        return "The same through a journal on disk: all consumers killed half-way, and started again";
    }

    private static JournalQueue<String> journal(Path path) {
        return JournalQueue.createOrAttach(path, Codecs.of(String.class), JournalOptions.DEFAULT);
    }

    @Override
    public void show(Stage stage) throws Exception {
        ArrayList<String> lines = new ArrayList<>(
                new String(Texts.ofJdk(), StandardCharsets.ISO_8859_1).lines().toList());
        long[] sums = new long[2];
        for (String line : lines) {
            add(line, sums);
        }
        int messages = lines.size() * ROUNDS;
        String path = stage.tandem().path().resolve("journal").toString();
        SharedLongArray wordsOf = stage.tandem().newLongArray(messages + 1);
        SharedLongArray hashOf = stage.tandem().newLongArray(messages + 1);
        SharedLong done = stage.tandem().newLong(0);
        SharedLong again = stage.tandem().newLong(0);
        SharedLong putting = stage.tandem().newLong(stage.workers());

        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            int first = i;
            int step = stage.workers();
            children.add(stage.tandem().start(() -> {
                try (JournalQueue<String> journal = journal(Path.of(path))) {
                    for (int number = first; number < messages; number += step) {
                        journal.put(lines.get(number % lines.size()));
                    }
                    if (putting.decrementAndGet() == 0) {
                        journal.shutdown();
                    }
                }
            }));
        }
        List<ChildProcess> victims = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            victims.add(stage.tandem().start(() -> consume(Path.of(path), wordsOf, hashOf, done, again)));
        }
        while (done.get() < messages / 2) {
            LockSupport.parkNanos(100_000);
        }
        victims.forEach(ChildProcess::kill);
        victims.forEach(victim -> victim.onExit().join());
        stage.say("all consumers killed after " + done.get() + " of " + messages + " lines");
        for (int i = 0; i < stage.workers(); i++) {
            children.add(stage.tandem().start(() -> consume(Path.of(path), wordsOf, hashOf, done, again)));
        }
        stage.follow("journalled", done::get, messages, children);
        stage.check("words", sums[0] * ROUNDS, wordsOf.stream().sum());
        stage.check("sum of their hashes", sums[1] * ROUNDS, hashOf.stream().sum());
        stage.say("delivered again after the deaths: " + again.get());
    }

    private static void add(String line, long[] sums) {
        QueueStep.count(line, hash -> {
            sums[0]++;
            sums[1] += hash;
        });
    }

    /** What it notes of a message is the same however often it is done. */
    private static void consume(
            Path path, SharedLongArray wordsOf, SharedLongArray hashOf, SharedLong done, SharedLong again)
            throws InterruptedException {
        try (JournalQueue<String> journal = journal(path);
                JournalReader<String> reader = journal.reader("count")) {
            while (true) {
                try (JournalDelivery<String> delivery = reader.receive()) {
                    long[] sums = new long[2];
                    add(delivery.value(), sums);
                    wordsOf.set(delivery.number(), sums[0]);
                    hashOf.set(delivery.number(), sums[1]);
                    again.getAndAdd(delivery.deliveries() > 1 ? 1 : 0);
                    delivery.ack();
                    done.getAndIncrement();
                }
            }
        } catch (QueueShutDownException end) {
            // all is acknowledged
        }
    }
}
