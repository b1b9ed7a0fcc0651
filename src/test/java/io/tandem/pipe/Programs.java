package io.tandem.pipe;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.codec.TooLargeException;
import io.tandem.process.ChildProcess;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Arrays;

/** The users' own programs, each the main class of a JVM; {@link PipeProgramsProcessTest} runs them. */
final class Programs {
    private Programs() {}

    static void say(Object... words) {
        System.out.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
    }

    private interface Call {
        void run() throws Exception;
    }

    private static String refusal(Call call) throws Exception {
        try {
            call.run();
            return "accepted";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** E16. */
    static final class OneWay {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedPipe<String> pipe = tandem.newPipe(String.class, false);
                Connection<String> reader = pipe.first();
                Connection<String> writer = pipe.second();
                ChildProcess child = tandem.start(() -> {
                    say("writer recv:", refusal(writer::recv));
                    writer.send("one way");
                });
                say(reader.recv(), "reader send:", refusal(() -> reader.send("back")));
                child.join();
            }
        }
    }

    /** E34: both at once, a receive that waits, and what is larger than 32 MB. */
    static final class Large {
        private static final int MESSAGES = 1000;

        private static void exchange(Connection<byte[]> end) throws InterruptedException {
            for (int i = 0; i < MESSAGES; i++) {
                end.sendBytes(new byte[i]);
            }
            for (int i = 0; i < MESSAGES; i++) {
                if (end.recvBytes().length != i) {
                    throw new AssertionError("message " + i);
                }
            }
        }

        private static byte[] pattern(int length) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 31 >> 3);
            }
            return bytes;
        }

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedPipe<byte[]> pipe =
                        SharedPipe.create(tandem.path().resolve("large"), Codecs.of(byte[].class), true, 1 << 27);
                Connection<byte[]> mine = pipe.first();
                Connection<byte[]> its = pipe.second();
                int size = 40 << 20;
                ChildProcess child = tandem.start(() -> {
                    exchange(its);
                    its.recvBytes();
                    byte[] bytes = pattern(size);
                    its.sendBytes(bytes);
                    its.sendStream(Channels.newChannel(new ByteArrayInputStream(bytes)));
                });
                exchange(mine);
                say("both at once", mine.recv(Duration.ofMillis(30)) == null ? "nothing there" : "?");
                mine.sendBytes(new byte[0]);
                say("message", Arrays.equals(pattern(size), mine.recvBytes()));
                try (InputStream stream = mine.recvStream()) {
                    say("stream", Arrays.equals(pattern(size), stream.readAllBytes()));
                }
                try {
                    mine.sendBytes(new byte[pipe.largestMessage() + 1]);
                } catch (TooLargeException e) {
                    say(
                            "refused",
                            e.getMessage().contains("largest") && e.getMessage().contains("sendStream"));
                }
                child.join();
                say("exit code", child.exitCode().getAsInt());
            }
        }
    }
}
