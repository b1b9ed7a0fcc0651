package io.tandem.versus;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.tandem.versus.Options.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that a run has found, as it stands in its JSON file.
 *
 * @param settings what was asked for, and of each contestant how it was set
 */
record Results(Machine machine, Map<String, String> settings, List<Group> groups) {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** What ran in alternation. By entrant, in each round: messages per second, or p50, p90, p99, p99.9 and most nanoseconds. */
    record Group(Mode mode, int size, Map<String, List<double[]>> rounds) {}

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, GSON.toJson(this));
    }

    static Results read(Path file) throws IOException {
        return GSON.fromJson(Files.readString(file), Results.class);
    }
}
