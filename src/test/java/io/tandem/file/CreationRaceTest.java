package io.tandem.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedLongArray;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreationRaceTest {
    private static final int ROUNDS = 200;
    private static final int RACERS = 2;

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    /** Runs to the next name when all racers are there; says what it won and how often it met the others. */
    static final class Racer {
        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            int me = Integer.parseInt(arguments[1]);
            StringBuilder won = new StringBuilder("won ");
            try (SharedLong line = SharedLong.attach(directory.resolve("line"))) {
                for (int round = 0; round < ROUNDS; round++) {
                    meet(line, round * 2);
                    won.append(create(directory.resolve("created-" + round), me) ? '1' : '0');
                    meet(line, round * 2 + 1);
                    try (SharedLongArray both = SharedLongArray.createOrAttach(directory.resolve("both-" + round), 2)) {
                        both.addAndGet(0, 1);
                        both.set(1, 7);
                    }
                }
            }
            System.out.println(won);
        }

        private static void meet(SharedLong line, int number) {
            line.incrementAndGet();
            Await.until("all are there", () -> line.get() >= (long) RACERS * (number + 1));
        }

        private static boolean create(Path path, int me) {
            try (SharedLongArray made = SharedLongArray.create(path, me, me, me)) {
                return made.get(2) == me;
            } catch (SharedFileException e) {
                assertEquals(Reason.ALREADY_EXISTS, e.reason());
                return false;
            }
        }
    }

    @Test
    void oneCreatorWinsAndAllSeeOneFile() throws Exception {
        try (SharedLong line = SharedLong.create(tandem.path().resolve("line"), 0);
                Jvm first = Jvm.start(Racer.class, tandem.path().toString(), "1");
                Jvm second = Jvm.start(Racer.class, tandem.path().toString(), "2")) {
            String one = last(first.awaitSuccess());
            String two = last(second.awaitSuccess());
            for (int round = 0; round < ROUNDS; round++) {
                char winner = one.charAt(round);
                assertNotEquals(winner, two.charAt(round), "round " + round);
                try (SharedLongArray made = SharedLongArray.attach(tandem.path().resolve("created-" + round));
                        SharedLongArray both = tandem.longArray("both-" + round, 2)) {
                    assertEquals(winner == '1' ? 1 : 2, made.get(0));
                    assertEquals(RACERS, both.get(0), "both must have added to one file");
                }
            }
            assertEquals(2L * RACERS * ROUNDS, line.get());
        }
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1).substring("won ".length());
    }
}
