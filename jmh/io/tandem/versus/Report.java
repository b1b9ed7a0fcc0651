package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one mode and size, round by round; prints medians, and ratios of what ran in the same round. */
final class Report {
    private final Mode mode;
    private final int size;
    private final Map<Contestant, List<double[]>> rounds = new EnumMap<>(Contestant.class);

    Report(Mode mode, int size) {
        this.mode = mode;
        this.size = size;
    }

    void add(Contestant contestant, double[] figures) {
        rounds.computeIfAbsent(contestant, c -> new ArrayList<>()).add(figures);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private List<Double> figures(Contestant contestant, int which) {
        return rounds.get(contestant).stream().map(figures -> figures[which]).toList();
    }

    private List<Double> ratios(Contestant ours, Contestant peer) {
        List<Double> ratios = new ArrayList<>();
        List<Double> theirs = figures(peer, 0);
        List<Double> our = figures(ours, 0);
        for (int i = 0; i < our.size(); i++) {
            ratios.add(our.get(i) / theirs.get(i));
        }
        return ratios;
    }

    private String absolute(Contestant contestant) {
        List<Double> all = figures(contestant, 0);
        String unit = mode == Mode.THROUGHPUT ? "%8.3f M/s (%.3f to %.3f)" : "%8.0f ns (%.0f to %.0f)";
        double scale = mode == Mode.THROUGHPUT ? 1e6 : 1;
        String text = format(unit, median(all) / scale, Collections.min(all) / scale, Collections.max(all) / scale);
        return mode == Mode.THROUGHPUT ? text : text + format(", p99 %.0f", median(figures(contestant, 1)));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String ratio(double ratio) {
        return format(ratio < 9.995 ? "%.2f" : "%.0f", ratio);
    }

    void print() {
        String worst = mode == Mode.THROUGHPUT ? "more is better" : "less is better";
        System.out.println(
                "\n" + mode.name().toLowerCase(Locale.ROOT) + ", " + size + " bytes: median (least to most)");
        rounds.keySet().forEach(each -> System.out.println(format("  %-14s", each.title) + absolute(each)));
        System.out.println("ours / peer, median (worst) of the rounds, " + worst);
        StringBuilder table = new StringBuilder(format("  %-14s", ""));
        List<Contestant> peers =
                rounds.keySet().stream().filter(each -> !each.isOurs()).toList();
        peers.forEach(peer -> table.append(format("%15s", peer.title)));
        for (Contestant ours : rounds.keySet()) {
            if (ours.isOurs()) {
                table.append(format("\n  %-14s", ours.title));
                for (Contestant peer : peers) {
                    List<Double> ratios = ratios(ours, peer);
                    double least = mode == Mode.THROUGHPUT ? Collections.min(ratios) : Collections.max(ratios);
                    table.append(format("%15s", ratio(median(ratios)) + " (" + ratio(least) + ")"));
                }
            }
        }
        System.out.println(table);
    }
}
