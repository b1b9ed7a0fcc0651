package io.tandem.owner;

import io.tandem.Tandem;
import java.util.List;
import java.util.stream.Stream;

/** What tests of anonymous directories share. */
final class Anonymous {
    private Anonymous() {}

    /** Opens an anonymous directory, says where, and waits for the end of its input. */
    static final class Open {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            System.out.println("directory " + tandem.path());
            System.in.read();
        }
    }

    /** Opens, uses and closes, again and again. */
    static final class OpenAndClose {
        public static void main(String[] arguments) throws Exception {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                try (Tandem tandem = Tandem.open();
                        var value = tandem.newLong(i)) {
                    if (value.incrementAndGet() != i + 1) {
                        throw new AssertionError(value.toString());
                    }
                }
            }
        }
    }

    /** Names of the anonymous directories a process made. */
    static List<String> directoriesOf(long pid) throws Exception {
        String[] names = AnonymousRoot.path().toFile().list();
        return Stream.of(names == null ? new String[0] : names)
                .filter(name -> name.startsWith(pid + "-"))
                .toList();
    }
}
