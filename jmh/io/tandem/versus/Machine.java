package io.tandem.versus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where and with what something was measured. */
record Machine(String date, String cpu, int cores, String memory, String kernel, String jdk, String commit) {
    static Machine here() {
        return new Machine(
                LocalDate.now().toString(),
                value("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                value("/proc/meminfo", "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                described());
    }

    private static String value(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException notThisSystem) {
            return "unknown";
        }
    }

    private static String described() {
        try {
            Process git = new ProcessBuilder(List.of("git", "describe", "--always", "--dirty")).start();
            String commit = new String(git.getInputStream().readAllBytes()).strip();
            return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? commit : "unknown";
        } catch (IOException | InterruptedException noGit) {
            return "unknown";
        }
    }

    /** For the title of a chart. */
    String title() {
        return date + " · JDK " + jdk.replaceAll(".* ", "").replaceAll("\\+.*", "") + " · " + cpu + ", " + cores
                + " cores";
    }

    /** What the title leaves out. */
    String rest() {
        return kernel + ", commit " + commit;
    }
}
