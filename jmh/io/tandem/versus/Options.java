package io.tandem.versus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the command line asks for: sizes in bytes, and the flags below with their values. */
final class Options {
    static final String USAGE = "SIZE... | all | charts FILE.json  [--quick] [--rounds 21] [--only key,key]"
            + " [--mode throughput|roundtrip|scaling|both|all] [--seconds 0.1] [--warmup 1.5] [--capacity 1048576]"
            + " [--bounds-checks on|off] [--out target/versus]";

    private static final int USUAL_SIZE = 64;
    private static final List<Integer> ALL_SIZES = List.of(8, 64, 1 << 10, 64 << 10);
    private static final List<Integer> ALL_SENDERS = List.of(1, 2, 4);

    private final List<Integer> sizes = new ArrayList<>();
    private boolean all;
    private List<Entrant> entrants;
    private List<Mode> modes;
    int rounds = 21;
    double seconds = 0.1;
    double warmup = 1.5;
    int capacity = 1 << 20;
    boolean boundsChecks = true;
    Path directory = Path.of("target", "versus");
    /** The results to be drawn again, or null. */
    Path charts;

    enum Mode {
        THROUGHPUT,
        ROUNDTRIP,
        /** Throughput by the number of senders. */
        SCALING;

        boolean counts() {
            return this != ROUNDTRIP;
        }
    }

    Options(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "all" -> all = true;
                case "--quick" -> {
                    rounds = 5;
                    warmup = 0.5;
                }
                default -> {
                    if (arguments[i].matches("\\d+")) {
                        sizes.add(Integer.parseInt(arguments[i]));
                    } else if (i + 1 < arguments.length) {
                        set(arguments[i], arguments[++i]);
                    } else {
                        throw new IllegalArgumentException(arguments[i] + " is unknown, or needs a value");
                    }
                }
            }
        }
        if (sizes.stream().anyMatch(size -> size < 8 || size % 8 != 0)) {
            throw new IllegalArgumentException("sizes are multiples of 8: " + sizes);
        }
    }

    private void set(String flag, String value) {
        switch (flag) {
            case "charts" -> charts = Path.of(value);
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--mode" ->
                modes = switch (value) {
                    case "both" -> List.of(Mode.THROUGHPUT, Mode.ROUNDTRIP);
                    case "all" -> List.of(Mode.values());
                    default -> List.of(Mode.valueOf(value.toUpperCase(Locale.ROOT)));
                };
            case "--only" ->
                entrants = Stream.of(value.split(",")).map(Entrant::of).sorted().toList();
            case "--seconds" -> seconds = Double.parseDouble(value);
            case "--warmup" -> warmup = Double.parseDouble(value);
            case "--capacity" -> capacity = Integer.parseInt(value);
            case "--bounds-checks" -> boundsChecks = value.equals("on");
            case "--out" -> directory = Path.of(value);
            default -> throw new IllegalArgumentException(flag + " is unknown");
        }
    }

    List<Mode> modes() {
        return modes != null ? modes : all ? List.of(Mode.values()) : List.of(Mode.THROUGHPUT, Mode.ROUNDTRIP);
    }

    List<Integer> sizes(Mode mode) {
        return !sizes.isEmpty() ? sizes : mode == Mode.THROUGHPUT ? ALL_SIZES : List.of(USUAL_SIZE);
    }

    /** Who is compared; without Python where there is none. */
    List<Entrant> entrants(Mode mode) {
        boolean python = PythonLink.isHere();
        Stream<Entrant> asked = entrants != null
                ? entrants.stream()
                : Stream.of(Contestant.values()).map(each -> new Entrant(each, 1));
        if (mode == Mode.SCALING) {
            asked = asked.map(Entrant::contestant)
                    .distinct()
                    .filter(Contestant::scales)
                    .flatMap(each -> ALL_SENDERS.stream().map(senders -> new Entrant(each, senders)));
        }
        return asked.filter(each -> python || !each.contestant().isPython())
                .filter(each -> mode.counts()
                        || each.senders() == 1 && each.contestant().hasRoundTrip())
                .toList();
    }

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rounds", rounds + "; warm-up " + warmup + " s, a turn " + seconds + " s");
        settings.put("jvm", "serial collector, 256 MiB of heap; " + Pair.pinning());
        settings.put("capacity", capacity + " bytes for rings, lanes and socket buffers");
        settings.put("bounds checks", (boundsChecks ? "on" : "off") + " for all; every payload byte is checked");
        settings.put("receivers", "poll, at most " + Receiver.LIMIT + " messages at a time");
        settings.put("*", "between threads of one JVM, for orientation");
        return settings;
    }
}
