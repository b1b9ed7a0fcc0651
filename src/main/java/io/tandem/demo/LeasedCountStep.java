package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.queue.Delivery;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Several producers, several consumers that lease each line; one of them is killed, and the counts are exact. */
final class LeasedCountStep implements DemoStep {
    private static final int ROUNDS = 10;

    /** One line of the text, by its number in all rounds. */
    record Line(int number, String text) implements Serializable {}

    @Override
    public String title() {
        return "The same with leases, and a consumer killed with signal 9 half-way: nothing is lost";
    }

    @Override
    public void show(Stage stage) throws Exception {
        List<String> lines =
                new String(Texts.ofJdk(), StandardCharsets.ISO_8859_1).lines().toList();
        long[] words = new long[1];
        long[] hashes = new long[1];
        for (String line : lines) {
            QueueStep.count(line, hash -> {
                words[0]++;
                hashes[0] += hash;
            });
        }
        int messages = lines.size() * ROUNDS;
        SharedQueue<Line> queue = stage.tandem().newQueue(Line.class, QueueOptions.DEFAULT.leased());
        SharedLongArray wordsOf = stage.tandem().newLongArray(messages);
        SharedLongArray hashOf = stage.tandem().newLongArray(messages);
        SharedLong done = stage.tandem().newLong(0);
        SharedLong again = stage.tandem().newLong(0);
        SharedLong putting = stage.tandem().newLong(stage.workers());

        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            int first = i;
            int step = stage.workers();
            ArrayList<String> all = new ArrayList<>(lines);
            children.add(stage.tandem().start(() -> {
                for (int number = first; number < messages; number += step) {
                    queue.put(new Line(number, all.get(number % all.size())));
                }
                if (putting.decrementAndGet() == 0) {
                    queue.shutdown();
                }
            }));
        }
        ChildProcess victim = stage.tandem().start(() -> consume(queue, wordsOf, hashOf, done, again));
        for (int i = 0; i < stage.workers(); i++) {
            children.add(stage.tandem().start(() -> consume(queue, wordsOf, hashOf, done, again)));
        }
        while (done.get() < messages / 2) {
            LockSupport.parkNanos(100_000);
        }
        victim.kill();
        stage.follow("leased", done::get, messages, children);
        stage.check("all is acknowledged", true, queue.join(Duration.ZERO));
        stage.check("words", words[0] * ROUNDS, wordsOf.stream().sum());
        stage.check("sum of their hashes", hashes[0] * ROUNDS, hashOf.stream().sum());
        stage.say("delivered again after the death: " + again.get());
    }

    /** What it notes of a line is the same however often it is done: only so are counts exact after a second delivery. */
    private static void consume(
            SharedQueue<Line> queue, SharedLongArray wordsOf, SharedLongArray hashOf, SharedLong done, SharedLong again)
            throws InterruptedException {
        try {
            while (true) {
                try (Delivery<Line> delivery = queue.receive()) {
                    long[] sums = new long[2];
                    QueueStep.count(delivery.value().text, hash -> {
                        sums[0]++;
                        sums[1] += hash;
                    });
                    wordsOf.set(delivery.value().number, sums[0]);
                    hashOf.set(delivery.value().number, sums[1]);
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
