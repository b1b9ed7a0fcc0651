package io.tandem.owner;

import io.tandem.Tandem;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The main class of a JVM that attaches to a directory, says who it is, and does what it is told on its input. */
final class Participant {
    private Participant() {}

    public static void main(String[] arguments) throws Exception {
        try (Tandem tandem = Tandem.open(Path.of(arguments[0]))) {
            System.out.println("id " + tandem.directory().participants().self());
            for (int command = System.in.read(); command > 0; command = System.in.read()) {
                switch (command) {
                    case 'r' -> reopenLockFile(Path.of(arguments[0]));
                    case 'q' -> {
                        return;
                    }
                    default -> {}
                }
            }
        }
    }

    /** Drops this JVM's own life lock, by the trap every POSIX lock has. */
    private static void reopenLockFile(Path directory) throws Exception {
        FileChannel.open(directory.resolve(".life"), StandardOpenOption.READ).close();
        System.out.println("reopened");
    }
}
