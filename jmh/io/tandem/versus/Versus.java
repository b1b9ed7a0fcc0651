package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import io.tandem.versus.Results.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what carries messages between JVMs. Each contestant has JVMs of its own, which are stopped but for
 * its turn, a tenth of a second in every round; a turn that other processes disturbed is repeated. On a shared machine the
 * way between two cores takes 70 ns now and 250 a few seconds later: only ratios within a round mean anything.
 */
public final class Versus {
    private static final int ATTEMPTS = 4;
    private static final String RESULTS = "versus.json";

    private final Options options;
    private int kept;

    private Versus(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = new Options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\nusage: " + Options.USAGE);
            System.exit(2);
            return;
        }
        if (options.charts != null) {
            Charts.draw(Results.read(options.charts), options.directory);
        } else {
            new Versus(options).run();
        }
    }

    private void run() throws IOException {
        Map<String, String> settings = options.settings();
        for (Contestant each : Contestant.values()) {
            settings.put(each.title + " (" + each.key() + ")", each.settings);
        }
        Results results = new Results(Machine.here(), settings, new ArrayList<>());
        System.out.println(results.machine());
        settings.forEach((name, setting) -> System.out.println(String.format("  %-30s%s", name, setting)));
        if (!PythonLink.isHere()) {
            System.out.println("SKIPPED: no python3 with multiprocessing here");
        }
        for (Mode mode : options.modes()) {
            for (int size : options.sizes(mode)) {
                Group group = compare(mode, size);
                new Report(group).print();
                results.groups().add(group);
                results.write(options.directory.resolve(RESULTS));
            }
        }
        System.out.println("\nruns kept although disturbed: " + kept);
        Charts.draw(results, options.directory);
        System.out.println("figures and charts are in " + options.directory.toAbsolutePath());
    }

    private Group compare(Mode mode, int size) throws IOException {
        Map<Entrant, Pair> pairs = new LinkedHashMap<>();
        try {
            for (Entrant entrant : options.entrants(mode)) {
                Pair pair = new Pair(options, entrant, mode, size);
                pairs.put(entrant, pair);
                pair.begin();
            }
            Map<String, List<double[]>> rounds = new LinkedHashMap<>();
            for (int round = 0; round < options.rounds; round++) {
                for (Map.Entry<Entrant, Pair> each : pairs.entrySet()) {
                    rounds.computeIfAbsent(each.getKey().key(), key -> new ArrayList<>())
                            .add(undisturbed(each.getValue()));
                }
            }
            return new Group(mode, size, rounds);
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
