package io.tandem.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import io.tandem.value.SharedLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherUserProcessTest {
    private static final int NOBODY = 65534;
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

    /** Runs as another user: prints how it is refused what is not its own, and what it took all rights from. */
    static final class Stranger {
        public static void main(String[] arguments) throws IOException {
            Path foreign = Path.of(arguments[0]);
            print(() -> SharedLong.attach(foreign));
            print(() -> SharedLong.create(foreign.resolveSibling("new"), 1));
            Path own = Path.of(arguments[1], "directory", "long");
            SharedLong.create(own, 1);
            mode(own, "---------");
            print(() -> SharedLong.attach(own));
            mode(own, "r--------");
            print(() -> SharedLong.attach(own));
            mode(own.getParent(), "r-x------");
            print(() -> SharedLong.create(own.resolveSibling("other"), 1));
        }

        private static void mode(Path path, String mode) throws IOException {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }

        private static void print(Runnable call) {
            try {
                call.run();
                System.out.println("allowed");
            } catch (SharedFileException e) {
                System.out.println(e.reason() + " " + e.path().getFileName());
            }
        }
    }

    private static void requireSecondUser() throws InterruptedException {
        boolean possible;
        try (Jvm probe = Jvm.run(with(AS_NOBODY, "true"))) {
            possible = probe.awaitExit() == 0;
        } catch (UncheckedIOException noSetpriv) {
            possible = false;
        }
        Skip.SECOND_USER.unless(possible);
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all;
    }

    /** Copies what a class was loaded from to where every user may read it. */
    private static Path copyOfCode(Class<?> type, Path target) throws IOException, URISyntaxException {
        Path source =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }

    @Test
    void refusesWhatBelongsToOthers(@TempDir Path directory) throws Exception {
        requireSecondUser();
        Stranger.mode(directory, "rwxr-xr-x");
        List<Path> code = new ArrayList<>();
        for (Class<?> type : List.of(SharedLong.class, Stranger.class, UnsafeApi.class)) {
            code.add(copyOfCode(type, directory.resolve("code" + code.size())));
        }
        String classPath = code.stream().map(Path::toString).collect(Collectors.joining(":"));
        Path theirs = Files.createDirectory(directory.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", NOBODY);
        Path mine = directory.resolve("mine/long");
        SharedLong.create(mine, 1).close();
        Stranger.mode(mine, "rw-r--r--");
        Stranger.mode(mine.getParent(), "rwxr-xr-x");

        try (Jvm stranger = Jvm.run(with(
                AS_NOBODY,
                Jvm.java().toString(),
                "-cp",
                classPath,
                Stranger.class.getName(),
                mine.toString(),
                theirs.toString()))) {
            assertEquals(
                    List.of(
                            "INSECURE_PATH mine",
                            "INSECURE_PATH mine",
                            "NO_PERMISSION long",
                            "NO_PERMISSION long",
                            "NO_PERMISSION other"),
                    stranger.awaitSuccess());
        }
    }

    @Test
    void aFileOfAnotherOwnerIsRefused(@TempDir Path directory) throws Exception {
        requireSecondUser();
        Path path = directory.resolve("tandem/long");
        SharedLong.create(path, 1).close();
        Files.setAttribute(path, "unix:uid", NOBODY);
        SharedFileException refusal = assertThrows(SharedFileException.class, () -> SharedLong.attach(path));
        assertEquals(SharedFileException.Reason.INSECURE_PATH, refusal.reason());
        assertEquals("owner " + SafePath.uid() + " owner " + NOBODY, refusal.expected() + " " + refusal.found());
    }
}
