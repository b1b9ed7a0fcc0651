package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Compares what carries messages between JVMs. Each contestant has JVMs of its own, which are stopped but for
 * its turn, a tenth of a second in every round; a turn that other processes disturbed is repeated. On a shared machine the
 * way between two cores takes 70 ns now and 250 a few seconds later: only ratios within a round mean anything.
 */
public final class Versus {
    private static final int ATTEMPTS = 4;

    private int kept;

    private Versus() {}

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = new Options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\nusage: " + Options.USAGE);
            System.exit(2);
            return;
        }
        new Versus().run(options);
    }

    private void run(Options options) throws IOException {
        System.out.println("JDK " + Runtime.version() + ", " + Pair.pinning() + "; serial collector, 256 MiB of heap");
        System.out.println("capacity " + options.capacity
                + " bytes for rings, lanes and socket buffers; Agrona's bounds" + " checks "
                + (options.boundsChecks ? "on" : "off") + " for all; every payload byte is checked");
        System.out.println(options.rounds + " rounds; warm-up " + options.warmup + " s, a turn " + options.seconds
                + " s; receivers poll, at most " + Receiver.LIMIT + " messages at a time");
        options.contestants.forEach(
                each -> System.out.println(String.format("  %-14s%-15s%s", each.title, each.key(), each.settings)));
        for (Mode mode : options.modes) {
            for (int size : options.sizes) {
                compare(options, mode, size).print();
            }
        }
        System.out.println("\nruns kept although disturbed: " + kept);
    }

    private Report compare(Options options, Mode mode, int size) throws IOException {
        Map<Contestant, Pair> pairs = new EnumMap<>(Contestant.class);
        try {
            for (Contestant contestant : options.contestants) {
                if (mode == Mode.THROUGHPUT || contestant.hasRoundTrip()) {
                    Pair pair = new Pair(options, contestant, mode, size);
                    pairs.put(contestant, pair);
                    pair.begin();
                }
            }
            Report report = new Report(mode, size);
            for (int round = 0; round < options.rounds; round++) {
                for (Map.Entry<Contestant, Pair> each : pairs.entrySet()) {
                    report.add(each.getKey(), undisturbed(each.getValue()));
                }
            }
            return report;
        } finally {
            pairs.values().forEach(Pair::close);
        }
    }

    private double[] undisturbed(Pair pair) throws IOException {
        double[] figures = pair.turn();
        for (int attempt = 1; pair.disturbed() && attempt < ATTEMPTS; attempt++) {
            figures = pair.turn();
        }
        kept += pair.disturbed() ? 1 : 0;
        return figures;
    }
}
