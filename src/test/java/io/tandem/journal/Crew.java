package io.tandem.journal;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the JVMs of journal tests do. */
final class Crew {
    /** What Chronicle needs, also on JDKs that do not know one of them. */
    static final List<String> FLAGS = List.of(
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1");

    static final Codec<Long> LONGS = Codecs.of(Long.class);
    static final JournalOptions SMALL =
            JournalOptions.DEFAULT.roll(JournalRoll.MINUTELY).blockBytes(1 << 20);

    private Crew() {}

    static Jvm start(Class<?> main, Object... arguments) {
        return Jvm.start(FLAGS, main, words(arguments));
    }

    /** One that stands at a crash point when this returns. */
    static Jvm stoppedAt(String point, Class<?> main, Object... arguments) throws InterruptedException {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add("-Dio.tandem.crashPoint=" + point);
        Jvm jvm = Jvm.start(flags, main, words(arguments));
        jvm.awaitLine("CRASHPOINT");
        return jvm;
    }

    private static String[] words(Object... arguments) {
        return java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    }

    /** directory, from, to: puts the numbers, naming each when it was put. */
    static final class Putter {
        public static void main(String[] arguments) throws Exception {
            try (JournalQueue<Long> journal = JournalQueue.createOrAttach(Path.of(arguments[0]), LONGS, SMALL)) {
                for (long i = Long.parseLong(arguments[1]); i <= Long.parseLong(arguments[2]); i++) {
                    journal.put(i);
                    System.out.println("put " + i);
                }
            }
        }
    }

    /** directory, group, how many: receives and acknowledges, naming each. */
    static final class Receiver {
        public static void main(String[] arguments) throws Exception {
            try (JournalQueue<Long> journal = JournalQueue.attach(Path.of(arguments[0]), LONGS);
                    JournalReader<Long> reader = journal.reader(arguments[1])) {
                for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                    try (JournalDelivery<Long> delivery = reader.receive()) {
                        System.out.println("got " + delivery.value());
                        delivery.ack();
                        System.out.println("acknowledged " + delivery.value());
                    }
                }
            }
        }
    }

    /** directory, group, how many: reads them in place, up to five at once. */
    static final class Drainer {
        public static void main(String[] arguments) throws Exception {
            try (JournalQueue<Long> journal = JournalQueue.attach(Path.of(arguments[0]), LONGS);
                    JournalReader<Long> reader = journal.reader(arguments[1])) {
                for (int left = Integer.parseInt(arguments[2]); left > 0; ) {
                    left -= reader.drain(
                            (type, buffer, index, length) ->
                                    System.out.println("got " + LONGS.decode(buffer, index, length)),
                            Math.min(left, 5));
                }
            }
        }
    }

    /** directory, group, how many: receives one and gives it back, takes the rest. */
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            try (JournalQueue<Long> journal = JournalQueue.attach(Path.of(arguments[0]), LONGS);
                    JournalReader<Long> reader = journal.reader(arguments[1])) {
                reader.receive().close();
                for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                    System.out.println("took " + reader.take());
                }
            }
        }
    }

    /** All that a group gets until nothing more comes, each acknowledged. */
    static List<Long> receiveAll(JournalReader<Long> reader) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        while (true) {
            try (JournalDelivery<Long> delivery = reader.receive(Duration.ofMillis(500))) {
                if (delivery == null) {
                    return all;
                }
                all.add(delivery.value());
                delivery.ack();
            }
        }
    }
}
