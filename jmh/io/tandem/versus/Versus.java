package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import java.io.IOException;

/**
 * Compares what carries messages between JVMs. In every round each contestant runs once, in two or three fresh JVMs; a
 * run that other processes disturbed is repeated. Only ratios within a round mean anything on a shared machine.
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
        System.out.println(options.rounds + " rounds; warm-up " + options.warmup + " s, timed " + options.seconds
                + " s; receivers poll, at most " + Receiver.LIMIT + " messages at a time");
        options.contestants.forEach(
                each -> System.out.println(String.format("  %-13s%-14s%s", each.title, each.key(), each.settings)));
        for (Mode mode : options.modes) {
            for (int size : options.sizes) {
                compare(options, mode, size).print();
            }
        }
        System.out.println("\nruns kept although disturbed: " + kept);
    }

    private Report compare(Options options, Mode mode, int size) throws IOException {
        Report report = new Report(mode, size);
        for (int round = 0; round < options.rounds; round++) {
            for (Contestant contestant : options.contestants) {
                if (mode == Mode.THROUGHPUT || contestant.hasRoundTrip()) {
                    report.add(contestant, undisturbed(options, contestant, mode, size));
                }
            }
        }
        return report;
    }

    private double[] undisturbed(Options options, Contestant contestant, Mode mode, int size) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Pair pair = new Pair(options, contestant, mode, size)) {
                double[] figures = pair.run();
                if (!pair.disturbed()) {
                    return figures;
                }
                if (attempt == ATTEMPTS) {
                    kept++;
                    return figures;
                }
            }
        }
    }
}
