package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedByteArray;
import io.tandem.value.SharedLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several JVMs count the words of the JDK's own texts into shared arrays; one thread counts them again alone. */
final class WordCountStep implements DemoStep {
    private static final int ROUNDS = 400;
    private static final int PART_BYTES = 64 << 10;
    private static final int PLACES = 1 << 17;

    @Override
    public String title() {
        return "Several JVMs count the words of the JDK's licences, settings and class lists, " + ROUNDS
                + " times over";
    }

    /** The parts of the text, in all rounds, are handed out by one shared counter. */
    static void count(SharedByteArray text, SharedLong nextPart, SharedLong done, SharedCounts counts) {
        byte[] bytes = text.toArray();
        int parts = (bytes.length + PART_BYTES - 1) / PART_BYTES;
        for (long part = nextPart.getAndIncrement(); part < (long) parts * ROUNDS; part = nextPart.getAndIncrement()) {
            int from = (int) (part % parts) * PART_BYTES;
            int to = Math.min(bytes.length, from + PART_BYTES);
            Words.each(bytes, from, to, (hash, begin, end) -> counts.add(hash, 1));
            done.getAndAdd(to - from);
        }
    }

    @Override
    public void show(Stage stage) throws Exception {
        byte[] bytes = Texts.ofJdk();
        Map<Long, String> spelling = new HashMap<>();
        Map<Long, Long> alone = new HashMap<>();
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            Words.each(bytes, 0, bytes.length, (hash, from, to) -> alone.merge(hash, 1L, Long::sum));
        }
        double aloneSeconds = (System.nanoTime() - start) / 1e9;
        Words.each(
                bytes, 0, bytes.length, (hash, from, to) -> spelling.computeIfAbsent(hash, h -> word(bytes, from, to)));

        SharedByteArray text = stage.tandem().newByteArray(bytes);
        SharedLong nextPart = stage.tandem().newLong(0);
        SharedLong done = stage.tandem().newLong(0);
        SharedCounts counts = SharedCounts.in(stage.tandem(), PLACES);
        start = System.nanoTime();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < stage.workers(); i++) {
            children.add(stage.tandem().start(() -> count(text, nextPart, done, counts)));
        }
        stage.follow("bytes", done::get, (long) bytes.length * ROUNDS, children);
        double togetherSeconds = (System.nanoTime() - start) / 1e9;

        long words = alone.values().stream().mapToLong(Long::longValue).sum();
        stage.check("words", words, counts.total());
        stage.check("different words", (long) alone.size(), counts.distinct());
        stage.check(
                "words counted differently",
                0L,
                alone.entrySet().stream()
                        .filter(each -> counts.get(each.getKey()) != each.getValue())
                        .count());
        stage.say("most frequent: " + mostFrequent(alone, spelling));
        stage.figure(
                "words counted by " + stage.workers() + " JVMs, their start included",
                "%.1f million/s (%.2f s)",
                words / togetherSeconds / 1e6,
                togetherSeconds);
        stage.figure(
                "words counted by one thread in a HashMap",
                "%.1f million/s (%.2f s)",
                words / aloneSeconds / 1e6,
                aloneSeconds);
    }

    private static String word(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    private static String mostFrequent(Map<Long, Long> counts, Map<Long, String> spelling) {
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(5)
                .forEach(each -> text.append(spelling.get(each.getKey()))
                        .append(' ')
                        .append(each.getValue())
                        .append("  "));
        return text.toString().trim();
    }
}
