package io.tandem.pipe;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Scanner;

/** The main classes of the JVMs that {@link PipeCrashTest} and {@link PipeStopTest} stop and kill: the second end. */
final class PipeCrew {
    static final Codec<Long> LONG = Codecs.of(Long.class);

    private PipeCrew() {}

    private static Connection<Long> end(String[] arguments) {
        return SharedPipe.attach(Path.of(arguments[0]), LONG).second();
    }

    /** Kills the JVM in which it arrives, before what was captured after it. */
    private static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException {
            Runtime.getRuntime().halt(9);
        }
    }

    /** What a child is to do that dies before it gets to this end of a pipe. */
    static ProcessTask dyingBefore(Connection<?> end) {
        Bomb bomb = new Bomb();
        return () -> {
            bomb.hashCode(); // captured first
            end.recvBytes();
        };
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                e.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void haltWhenTold() {
        inBackground(() -> {
            if (new Scanner(System.in).hasNextLine()) {
                Runtime.getRuntime().halt(7);
            }
        });
    }

    private static void send(Connection<Long> end, long last) throws InterruptedException {
        for (long i = 1; i <= last; i++) {
            end.send(i);
        }
    }

    /** Sends 1, 2, 3, ... so many, and closes. */
    static final class Sender {
        public static void main(String[] arguments) throws Exception {
            haltWhenTold();
            try (Connection<Long> end = end(arguments)) {
                send(end, Long.parseLong(arguments[1]));
            }
            System.out.println("closed");
        }
    }

    /** Starts a child that is given the end and dies before it gets to it, and waits for that. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            haltWhenTold();
            try (Tandem tandem = Tandem.open()) {
                Connection<Long> end = end(arguments);
                ChildProcess child = tandem.start(dyingBefore(end));
                end.close(); // its last handle on the pipe
                child.join();
            }
        }
    }

    /** Publishes 1 to 3, 4 to 6, ... */
    static final class Batcher {
        public static void main(String[] arguments) {
            haltWhenTold();
            try (PipeSender sender = end(arguments).sender()) {
                for (long i = 1; i <= Long.parseLong(arguments[1]); i++) {
                    sender.buffer().putLong(sender.tryClaim(8), i);
                    sender.commit();
                    if (i % 3 == 0) {
                        sender.publish();
                    }
                }
            }
            System.out.println("sent");
        }
    }

    /** Sends so many, then receives for ever, as many at a time as it is told. */
    static final class Receiver {
        public static void main(String[] arguments) throws Exception {
            haltWhenTold();
            Connection<Long> end = end(arguments);
            send(end, Long.parseLong(arguments[1]));
            int limit = Integer.parseInt(arguments[2]);
            while (true) {
                end.drain((type, buffer, index, length) -> {}, limit);
                Thread.yield();
            }
        }
    }

    /** Sends so many, and meanwhile receives what should be 1000, 1001, ... to the end, and says so. */
    static final class Both {
        public static void main(String[] arguments) throws Exception {
            Connection<Long> end = end(arguments);
            inBackground(() -> {
                for (long expected = 1000; true; expected++) {
                    long got = end.recv();
                    if (got < 0) {
                        System.out.println("received up to " + (expected - 1));
                        expected--;
                    } else if (got != expected) {
                        throw new AssertionError(got + " instead of " + expected);
                    }
                }
            });
            send(end, Long.parseLong(arguments[1]));
            System.out.println("sent");
            new Scanner(System.in).hasNextLine();
        }
    }
}
