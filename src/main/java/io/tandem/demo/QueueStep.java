package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.value.SharedLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The same text line by line through a queue, from one or several JVMs to one or several others. */
final class QueueStep implements DemoStep {
    private static final int ROUNDS = 60;
    private static final int PLACES = 1 << 17;

    @Override
    public String title() {
        return "Producers send the lines of that text through a queue, consumers count their words";
    }

    @Override
    public void show(Stage stage) throws Exception {
        String text = new String(Texts.ofJdk(), StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines().toList();
        long[] words = new long[1];
        for (String line : lines) {
            count(line, hash -> words[0]++);
        }
        for (int[] shape :
                new int[][] {{1, 1}, {stage.workers(), 1}, {1, stage.workers()}, {stage.workers(), stage.workers()}}) {
            run(stage, new ArrayList<>(lines), words[0] * ROUNDS, shape[0], shape[1]);
        }
    }

    /** What is told of each word. */
    interface Sink {
        void word(long hash);
    }

    static void count(String line, Sink sink) {
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        Words.each(bytes, 0, bytes.length, (hash, from, to) -> sink.word(hash));
    }

    private static void run(Stage stage, ArrayList<String> lines, long words, int producers, int consumers) {
        SharedQueue<String> queue = stage.tandem().newQueue(String.class);
        SharedCounts counts = SharedCounts.in(stage.tandem(), PLACES);
        SharedLong done = stage.tandem().newLong(0);
        SharedLong putting = stage.tandem().newLong(producers);
        SharedLong nextRound = stage.tandem().newLong(0);
        long start = System.nanoTime();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            children.add(stage.tandem().start(() -> {
                while (nextRound.getAndIncrement() < ROUNDS) {
                    for (String line : lines) {
                        queue.put(line);
                    }
                }
                if (putting.decrementAndGet() == 0) {
                    queue.shutdown(); // the last one tells the consumers that nothing more comes
                }
            }));
        }
        for (int i = 0; i < consumers; i++) {
            children.add(stage.tandem().start(() -> {
                for (String line : queue.consume()) {
                    count(line, hash -> counts.add(hash, 1));
                    done.getAndIncrement();
                }
            }));
        }
        stage.follow(producers + " to " + consumers, done::get, (long) lines.size() * ROUNDS, children);
        stage.check("words, " + producers + " to " + consumers, words, counts.total());
        double seconds = (System.nanoTime() - start) / 1e9;
        stage.figure(
                "lines through a queue, " + producers + " to " + consumers + ", start included",
                "%.2f million/s",
                lines.size() * ROUNDS / seconds / 1e6);
    }
}
