package io.tandem.queue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.spill.SharedBytes;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Scanner;

/** The main classes of the JVMs that {@link QueueSpillCrashTest} kills, and the messages they share with it. */
final class SpillCrew {
    /** Two pieces of what a file is written by. */
    static final int LARGE = 100_000;

    private SpillCrew() {}

    static byte[] message(int number) {
        return Large.bytes(LARGE + number, number);
    }

    static void assertMessage(int number, byte[] found) {
        Large.assertBytes(LARGE + number, number, found);
    }

    static SharedQueue<byte[]> queue(Path path) {
        return SharedQueue.attach(path, Codecs.of(byte[].class));
    }

    /** Puts messages 1, 2, 3, ... so many. */
    static final class Putter {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> queue = queue(Path.of(arguments[0]));
            for (int i = 1; i <= Integer.parseInt(arguments[1]); i++) {
                queue.put(message(i));
            }
            System.out.println("put");
        }
    }

    /** Takes so many. */
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<byte[]> queue = queue(Path.of(arguments[0]));
            for (int i = 1; i <= Integer.parseInt(arguments[1]); i++) {
                assertMessage(i, queue.take());
            }
            System.out.println("took");
        }
    }

    /** Receives one message; acknowledges it when told, or gives it back at once. */
    static final class Lessee {
        public static void main(String[] arguments) throws Exception {
            try (Delivery<byte[]> delivery = queue(Path.of(arguments[0])).receive()) {
                System.out.println("got " + delivery.value().length);
                if (arguments[1].equals("hold")) {
                    new Scanner(System.in).nextLine();
                    delivery.ack();
                }
            }
            System.out.println("done");
        }
    }

    /** A queue of files in an anonymous directory, with files elsewhere: one is put, one made, one begun. */
    static final class Anonymous {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            SharedQueue<SharedBytes> queue =
                    tandem.newQueue(SharedBytes.class, Queues.SMALL.spillTo(Path.of(arguments[0])));
            System.out.println("queue " + queue.path());
            queue.putAll(Channels.newChannel(new ByteArrayInputStream(message(1))));
            queue.newBytes(LARGE);
            System.out.println("made");
            queue.putAll(Channels.newChannel(System.in));
        }
    }

    /** Another user of that queue; has taken what was put, and put something else. */
    static final class Guest {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<SharedBytes> queue = SharedQueue.attach(Path.of(arguments[0]), SharedBytes.class);
            SharedBytes taken = queue.take();
            queue.putAll(taken.channel());
            queue.putAll(taken.channel());
            System.out.println("ready");
            new Scanner(System.in).nextLine();
        }
    }
}
