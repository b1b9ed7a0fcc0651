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

    /** Takes so many at a time and names them. */
    static final class Taker {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Long> queue = queue(arguments);
            int limit = Integer.parseInt(arguments[1]);
            while (true) {
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
}
