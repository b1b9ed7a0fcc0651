package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The same text line by line through a queue, or a journal, from one or several JVMs to one or several others. */
final class QueueStep implements DemoStep {
    private static final int PLACES = 1 << 17;

    private final Medium medium;
    private final int rounds;

    QueueStep(Medium medium, int rounds) {
        this.medium = medium;
        this.rounds = rounds;
    }

    @Override
    public String title() {
        return "Producers send the lines of that text through " + medium + ", consumers count their words";
    }

    @Override
    public void show(Stage stage) throws Exception {
        int many = stage.workers();
        show(stage, new int[][] {{1, 1}, {many, 1}, {1, many}, {many, many}});
    }

    /** With so many producers and consumers each. */
    void show(Stage stage, int[]... shapes) throws Exception {
        String text = new String(Texts.ofJdk(), StandardCharsets.ISO_8859_1);
        List<String> lines = text.lines().toList();
        long[] words = new long[1];
        for (String line : lines) {
            count(line, hash -> words[0]++);
        }
        for (int[] shape : shapes) {
            run(stage, new ArrayList<>(lines), words[0] * rounds, shape[0], shape[1]);
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

    private void run(Stage stage, ArrayList<String> lines, long words, int producers, int consumers) {
        Medium through = medium;
        int all = rounds;
        String path = stage.tandem()
                .path()
                .resolve("lines-" + medium.name() + "-" + producers + "-" + consumers)
                .toString();
        SharedCounts counts = SharedCounts.in(stage.tandem(), PLACES);
        SharedLong done = stage.tandem().newLong(0);
        SharedLong putting = stage.tandem().newLong(producers);
        SharedLong taking = stage.tandem().newLong(consumers);
        SharedLong nextRound = stage.tandem().newLong(0);
        long start = System.nanoTime();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            children.add(stage.tandem().start(() -> {
                try (Lines<String> queue = Lines.open(through, path, String.class)) {
                    while (nextRound.getAndIncrement() < all) {
                        for (String line : lines) {
                            queue.put(line);
                        }
                    }
                    if (putting.decrementAndGet() == 0) {
                        queue.shutdown(); // the last one tells the consumers that nothing more comes
                    }
                }
            }));
        }
        for (int i = 0; i < consumers; i++) {
            children.add(stage.tandem().start(() -> {
                Lines<String> queue = Lines.open(through, path, String.class);
                for (String line : queue.consume()) {
                    count(line, hash -> counts.add(hash, 1));
                    done.getAndIncrement();
                }
                if (taking.decrementAndGet() == 0) {
                    queue.destroy();
                }
            }));
        }
        stage.follow(producers + " to " + consumers, done::get, (long) lines.size() * rounds, children);
        stage.check("words, " + producers + " to " + consumers, words, counts.total());
        double seconds = (System.nanoTime() - start) / 1e9;
        stage.figure(
                "lines through " + medium + ", " + producers + " to " + consumers + ", start included",
                "%.2f million/s",
                lines.size() * rounds / seconds / 1e6);
    }
}
