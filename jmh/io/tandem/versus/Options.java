package io.tandem.versus;

import java.util.ArrayList;
import java.util.List;

/** What the command line asks for: sizes in bytes, and the flags below with their values. */
final class Options {
    static final String USAGE = "SIZE... [--rounds 21] [--mode throughput|roundtrip|both] [--only key,key]"
            + " [--seconds 0.1] [--warmup 1.5] [--capacity 1048576] [--bounds-checks on|off]";

    final List<Integer> sizes = new ArrayList<>();
    int rounds = 21;
    List<Mode> modes = List.of(Mode.values());
    List<Contestant> contestants = List.of(Contestant.values());
    double seconds = 0.1;
    double warmup = 1.5;
    int capacity = 1 << 20;
    boolean boundsChecks = true;

    enum Mode {
        THROUGHPUT,
        ROUNDTRIP
    }

    Options(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].startsWith("--")) {
                sizes.add(Integer.parseInt(arguments[i]));
            } else if (i + 1 < arguments.length) {
                set(arguments[i], arguments[++i]);
            } else {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
        }
        if (sizes.isEmpty()) {
            sizes.addAll(List.of(8, 64, 1 << 10, 64 << 10));
        }
        if (sizes.stream().anyMatch(size -> size < 8 || size % 8 != 0)) {
            throw new IllegalArgumentException("sizes are multiples of 8: " + sizes);
        }
    }

    private void set(String flag, String value) {
        switch (flag) {
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--mode" ->
                modes = value.equals("both")
                        ? List.of(Mode.values())
                        : List.of(Mode.valueOf(value.toUpperCase(java.util.Locale.ROOT)));
            case "--only" -> contestants = named(List.of(value.split(",")));
            case "--seconds" -> seconds = Double.parseDouble(value);
            case "--warmup" -> warmup = Double.parseDouble(value);
            case "--capacity" -> capacity = Integer.parseInt(value);
            case "--bounds-checks" -> boundsChecks = value.equals("on");
            default -> throw new IllegalArgumentException(flag);
        }
    }

    private static List<Contestant> named(List<String> keys) {
        List<Contestant> named = new ArrayList<>();
        for (Contestant each : Contestant.values()) {
            if (keys.contains(each.key())) {
                named.add(each);
            }
        }
        if (named.size() != keys.size()) {
            throw new IllegalArgumentException("one of " + keys + " is unknown");
        }
        return named;
    }
}
