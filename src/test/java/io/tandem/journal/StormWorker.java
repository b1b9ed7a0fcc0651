package io.tandem.journal;

import io.tandem.queue.QueueShutDownException;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.nio.file.Path;

/** One JVM of {@link JournalStormTest}. */
final class StormWorker {
    static final JournalOptions OPTIONS =
            JournalOptions.DEFAULT.roll(JournalRoll.SECONDLY).blockBytes(1 << 20);
    /** Number of a producer above, its message's below. */
    static final int SHIFT = 32;

    private StormWorker() {}

    /** journal, number, what it has put. */
    static final class Putter {
        public static void main(String[] arguments) throws Exception {
            long number = Long.parseLong(arguments[1]);
            try (JournalQueue<Long> journal = JournalQueue.createOrAttach(Path.of(arguments[0]), Crew.LONGS, OPTIONS);
                    SharedLong done = SharedLong.attach(Path.of(arguments[2]))) {
                for (long i = 1; ; i++) {
                    journal.put(number << SHIFT | i);
                    done.set(i);
                    if (i == 100) {
                        System.out.println("ready");
                    }
                }
            } catch (QueueShutDownException end) {
                System.out.println("end");
            }
        }
    }

    /** journal, group, how often each message was delivered, whether to receive or to drain. */
    static final class Reader {
        public static void main(String[] arguments) throws Exception {
            try (JournalQueue<Long> journal = JournalQueue.attach(Path.of(arguments[0]), Crew.LONGS);
                    JournalReader<Long> reader = journal.reader(arguments[1]);
                    SharedIntArray seen = SharedIntArray.attach(Path.of(arguments[2]))) {
                for (int i = 1; ; i++) {
                    try (JournalDelivery<Long> delivery = reader.receive()) {
                        seen.getAndAdd(delivery.number(), 1);
                        delivery.ack();
                    }
                    if (i == 100) {
                        System.out.println("ready");
                    }
                }
            } catch (QueueShutDownException end) {
                System.out.println("end");
            }
        }
    }
}
