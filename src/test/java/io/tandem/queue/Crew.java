package io.tandem.queue;

import io.tandem.codec.Codecs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The main classes of the JVMs that {@link QueueCrashTest} stops and kills. */
final class Crew {
    private Crew() {}

    private static SharedQueue<Long> queue(String[] arguments) {
        return SharedQueue.attach(Path.of(arguments[0]), Codecs.of(Long.class));
    }

    private static void haltWhenTold() {
        Queues.start(() -> {
            new Scanner(System.in).nextLine();
            Runtime.getRuntime().halt(7);
            return null;
        });
    }

    /** Puts 1, 2, 3, ... so many. */
    static final class Putter {
        public static void main(String[] arguments) throws Exception {
            haltWhenTold();
            SharedQueue<Long> queue = queue(arguments);
            for (long i = 1; i <= Long.parseLong(arguments[1]); i++) {
                queue.put(i);
            }
            System.out.println("put");
        }
    }

    /** Publishes 1 to 3, 4 to 6, ... */
    static final class Batcher {
        public static void main(String[] arguments) {
            QueueProducer producer = queue(arguments).producer();
            for (long i = 1; i <= Long.parseLong(arguments[1]); i++) {
                producer.buffer().putLong(producer.tryClaim(8), i);
                producer.commit();
                if (i % 3 == 0) {
                    producer.publish();
                }
            }
            System.out.println("put");
        }
    }

    /** The same, and gives its lane back in order. */
    static final class Leaver {
        public static void main(String[] arguments) {
            try (QueueProducer producer = queue(arguments).producer()) {
                for (long i = 1; i <= Long.parseLong(arguments[1]); i++) {
                    producer.buffer().putLong(producer.tryClaim(8), i);
                    producer.commitAndPublish();
                }
            }
            System.out.println("left");
        }
    }

    /** Has claimed and filled room, and publishes when told. */
    static final class Claimer {
        public static void main(String[] arguments) {
            SharedQueue<Long> queue = queue(arguments);
            QueueProducer producer = queue.producer();
            producer.buffer().putLong(producer.tryClaim(8), Long.parseLong(arguments[1]));
            System.out.println("claimed");
            new Scanner(System.in).nextLine();
            System.out.println("published " + producer.commitAndPublish());
        }
    }

    /** Shuts the queue down. */
    static final class Closer {
        public static void main(String[] arguments) {
            queue(arguments).shutdown();
            System.out.println("shut");
        }
    }

    /** Takes so many at a time and names them, until the queue was shut down and is empty. */
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            int limit = Integer.parseInt(arguments[1]);
            System.out.println("ready");
            while (!queue.isShutdown() || !queue.isEmpty()) {
                List<Long> batch = new ArrayList<>();
                if (queue.drainTo(batch, limit) > 0) {
                    System.out.println("took " + batch);
                }
                Thread.yield();
            }
        }
    }

    /** Has an owned lane; puts one number per line of its input, and says so. */
    static final class Obedient {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            Scanner input = new Scanner(System.in);
            while (input.hasNextLong()) {
                queue.put(input.nextLong());
                System.out.println("done");
            }
        }
    }

    /** The only consumer: names each message while it reads it; closes the queue when told, and stays. */
    static final class Reader {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            int limit = Integer.parseInt(arguments[1]);
            AtomicBoolean close = new AtomicBoolean();
            Queues.start(() -> {
                new Scanner(System.in).nextLine();
                close.set(true);
                return null;
            });
            queue.drain((type, buffer, index, length) -> System.out.println("saw " + buffer.getLong(index)), 0);
            System.out.println("ready");
            while (!close.get()) {
                queue.drain((type, buffer, index, length) -> System.out.println("saw " + buffer.getLong(index)), limit);
                Thread.yield();
            }
            queue.close();
            System.out.println("closed");
            new CountDownLatch(1).await();
        }
    }

    /** Receives so many messages, and holds them. */
    static final class Hoarder {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            List<Delivery<Long>> held = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                held.add(queue.receive());
            }
            System.out.println("holds " + held.size());
            new CountDownLatch(1).await();
        }
    }

    /** Receives and names messages; acknowledges them, gives them back, or holds the first one until it is told. */
    static final class Lessee {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            while (true) {
                Delivery<Long> delivery = queue.receive();
                System.out.println("got " + delivery.value() + " for the " + delivery.deliveries() + ". time");
                if (arguments[1].equals("hold")) {
                    new Scanner(System.in).nextLine();
                }
                if (arguments[1].equals("close")) {
                    delivery.close();
                } else {
                    delivery.ack();
                }
                System.out.println("done");
            }
        }
    }
}
