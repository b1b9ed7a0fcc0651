package io.tandem.versus;

import io.tandem.versus.Results.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of one mode and size, round by round; prints medians, and ratios of what ran in the same round. */
final class Report {
    private static final int COLUMNS = 6;
    private static final String[] PERCENTILES = {"p50", "p90", "p99", "p99.9", "most"};

    private final Group group;
    private final Map<Entrant, List<double[]>> rounds = new LinkedHashMap<>();

    Report(Group group) {
        this.group = group;
        group.rounds().forEach((key, figures) -> rounds.put(Entrant.of(key), figures));
    }

    /** The median of the rounds, of the first figure, or for round trips of a percentile. */
    static double median(List<double[]> rounds, int which) {
        return median(rounds.stream().map(figures -> figures[which]).toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private List<Double> figures(Entrant entrant) {
        return rounds.get(entrant).stream().map(figures -> figures[0]).toList();
    }

    private List<Double> ratios(Entrant ours, Entrant peer) {
        List<Double> ratios = new ArrayList<>();
        List<Double> theirs = figures(peer);
        List<Double> our = figures(ours);
        for (int i = 0; i < our.size(); i++) {
            ratios.add(our.get(i) / theirs.get(i));
        }
        return ratios;
    }

    private String absolute(Entrant entrant) {
        List<Double> all = figures(entrant);
        String unit = group.mode().counts() ? "%9.4f M/s (%.4f to %.4f)" : "%9.0f ns (%.0f to %.0f)";
        double scale = group.mode().counts() ? 1e6 : 1;
        StringBuilder text = new StringBuilder(
                format(unit, median(all) / scale, Collections.min(all) / scale, Collections.max(all) / scale));
        for (int which = 1; which < rounds.get(entrant).get(0).length; which++) {
            text.append(format(", %s %.0f", PERCENTILES[which], median(rounds.get(entrant), which)));
        }
        return text.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String ratio(double ratio) {
        return format(ratio < 0.0995 ? "%.4f" : ratio < 9.995 ? "%.2f" : "%.0f", ratio);
    }

    private String cell(Entrant ours, Entrant peer) {
        List<Double> ratios = ratios(ours, peer);
        double worst = group.mode().counts() ? Collections.min(ratios) : Collections.max(ratios);
        return ratio(median(ratios)) + " (" + ratio(worst) + ")";
    }

    void print() {
        System.out.println("\n" + group.mode().name().toLowerCase(Locale.ROOT) + ", " + group.size()
                + " bytes: median (least to most)" + (group.mode().counts() ? "" : " of p50, medians of the others"));
        rounds.keySet().forEach(each -> System.out.println(format("  %-14s", each.title()) + absolute(each)));
        List<Entrant> ours = rounds.keySet().stream()
                .filter(each -> each.contestant().isOurs())
                .toList();
        List<Entrant> peers = new ArrayList<>(rounds.keySet());
        peers.removeAll(ours);
        String better = group.mode().counts() ? "more is better" : "less is better";
        for (int from = 0; from < ours.size() && !peers.isEmpty(); from += COLUMNS) {
            System.out.println("ours / peer, median (worst) of the rounds, " + better);
            print(ours.subList(from, Math.min(from + COLUMNS, ours.size())), peers);
        }
    }

    private void print(List<Entrant> ours, List<Entrant> peers) {
        StringBuilder table = new StringBuilder(format("  %-14s", ""));
        ours.forEach(each -> table.append(format("%17s", each.title())));
        for (Entrant peer : peers) {
            table.append(format("\n  %-14s", peer.title()));
            for (Entrant each : ours) {
                boolean comparable = each.senders() == peer.senders();
                table.append(format("%17s", comparable ? cell(each, peer) : ""));
            }
        }
        System.out.println(table);
    }
}
