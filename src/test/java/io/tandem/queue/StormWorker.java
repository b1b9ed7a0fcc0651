package io.tandem.queue;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.value.SharedLongArray;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The main class of a storm's JVMs: queue, ledger, role, its number, seed. The ledger is a shared array of its own, so
 * what it noted before it was killed is there. It ends by itself when the queue is shut down or its ledger is full.
 */
final class StormWorker {
    static final Codec<byte[]> BYTES = Codecs.of(byte[].class);
    static final int LEDGER = 1 << 17;
    static final int BATCH = 16;

    /** In an entry of who leases: how often it was delivered, and that it was acknowledged. */
    static final int DELIVERIES_SHIFT = 56;

    static final long ACKED = 1L << 62;

    private static final int INTENT = 0;
    private static final int COMMITTED = 1;
    private static final int COUNT = 0;
    private static final int FIRST = 1;
    private static final int HEAD_BYTES = Long.BYTES;

    private StormWorker() {}

    public static void main(String[] arguments) throws Exception {
        SharedQueue<byte[]> queue = SharedQueue.attach(Path.of(arguments[0]), BYTES);
        SharedLongArray ledger = SharedLongArray.attach(Path.of(arguments[1]));
        Random random = new Random(Long.parseLong(arguments[4]));
        long number = Long.parseLong(arguments[3]);
        System.out.println("ready");
        try {
            switch (arguments[2]) {
                case "put" -> put(queue, ledger, number, random);
                case "batch" -> batch(queue, ledger, number, random);
                case "lease" -> lease(queue, ledger, random);
                default -> consume(queue, ledger);
            }
        } catch (QueueShutDownException end) {
            System.out.println("ended");
        }
    }

    static byte[] message(long producer, long number, Random random) {
        byte[] bytes = new byte[HEAD_BYTES + random.nextInt(300)];
        ByteBuffer.wrap(bytes).putLong(StormChecker.message(producer, number));
        for (int i = HEAD_BYTES; i < bytes.length; i++) {
            bytes[i] = (byte) (number * 31 + i);
        }
        return bytes;
    }

    /** What a consumer notes for these bytes. */
    static long check(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) {
            return StormChecker.TORN;
        }
        long message = ByteBuffer.wrap(bytes).getLong();
        for (int i = HEAD_BYTES; i < bytes.length; i++) {
            if (bytes[i] != (byte) (StormChecker.number(message) * 31 + i)) {
                return StormChecker.TORN;
            }
        }
        return message;
    }

    private static void put(SharedQueue<byte[]> queue, SharedLongArray ledger, long self, Random random)
            throws Exception {
        for (long number = 1; number < LEDGER; number++) {
            ledger.setRelease(INTENT, number);
            byte[] bytes = message(self, number, random);
            while (!patiently(() -> queue.offer(bytes, 1, TimeUnit.SECONDS))) {
                continue;
            }
            ledger.setRelease(COMMITTED, number);
        }
    }

    private interface Attempt<T> {
        T make() throws InterruptedException;
    }

    /** Somebody may be just about to adopt the last dead producer's lane. */
    private static <T> T patiently(Attempt<T> attempt) throws InterruptedException {
        for (int i = 0; true; i++) {
            try {
                return attempt.make();
            } catch (SharedFileException e) {
                if (e.reason() != SharedFileException.Reason.TOO_MANY_PARTICIPANTS || i == 1000) {
                    throw e;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void batch(SharedQueue<byte[]> queue, SharedLongArray ledger, long self, Random random)
            throws Exception {
        QueueProducer producer = patiently(queue::producer);
        long number = 0;
        while (number < LEDGER) {
            int batch = 1 + random.nextInt(BATCH);
            ledger.setRelease(INTENT, number + batch);
            for (int i = 0; i < batch; i++) {
                number++;
                byte[] bytes = message(self, number, random);
                int index = producer.tryClaim(bytes.length);
                while (index < 0) {
                    producer.publish();
                    LockSupport.parkNanos(100_000);
                    index = producer.tryClaim(bytes.length);
                }
                producer.buffer().putBytes(index, bytes);
                producer.commit();
            }
            producer.publish();
            ledger.setRelease(COMMITTED, number);
        }
        producer.close();
    }

    private static void consume(SharedQueue<byte[]> queue, SharedLongArray ledger) throws Exception {
        List<byte[]> batch = new ArrayList<>();
        long count = 0;
        while (count < LEDGER - BATCH) {
            batch.clear();
            if (queue.drainTo(batch, BATCH) == 0) {
                byte[] one = queue.poll(10, TimeUnit.MILLISECONDS);
                if (one != null) {
                    batch.add(one);
                }
            }
            for (byte[] bytes : batch) {
                ledger.set(FIRST + count++, check(bytes));
            }
            ledger.setRelease(COUNT, count);
        }
    }

    /** Notes a message before it acknowledges it, and again afterwards; gives some back. */
    private static void lease(SharedQueue<byte[]> queue, SharedLongArray ledger, Random random) throws Exception {
        long count = 0;
        while (count < LEDGER - BATCH) {
            try (Delivery<byte[]> delivery = queue.receive(Duration.ofMillis(10))) {
                if (delivery == null) {
                    continue;
                }
                long entry = check(delivery.value());
                entry = entry == StormChecker.TORN ? entry : entry | (long) delivery.deliveries() << DELIVERIES_SHIFT;
                ledger.set(FIRST + count, entry);
                ledger.setRelease(COUNT, count + 1);
                if (random.nextInt(8) > 0) {
                    delivery.ack();
                    ledger.setRelease(FIRST + count, entry | ACKED);
                }
                count++;
            }
        }
    }

    static void judge(StormChecker checker, String role, long number, SharedLongArray ledger, boolean killed) {
        if (!role.equals("take") && !role.equals("lease")) {
            checker.producer(number, ledger.get(INTENT), ledger.get(COMMITTED));
            return;
        }
        long[] messages = new long[(int) ledger.get(COUNT)];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = ledger.get(FIRST + i);
        }
        if (role.equals("lease")) {
            checker.leasing("consumer " + number, messages, killed);
            return;
        }
        checker.consumer("consumer " + number, messages, messages.length);
        if (killed) {
            checker.killedConsumer(BATCH);
        }
    }
}
