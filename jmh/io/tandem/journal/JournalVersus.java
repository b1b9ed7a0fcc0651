package io.tandem.journal;

import com.sun.management.ThreadMXBean;
import io.tandem.codec.Codecs;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The journal beside Chronicle Queue alone with the same settings, one put and one take after the other in rounds that
 * take turns; then a queue's producer with a recorder behind it and without. Sequence checked.
 *
 * <pre>mvn -q test-compile exec:exec@measure -Dmeasure="io.tandem.journal.JournalVersus 64"</pre>
 */
final class JournalVersus {
    private static final int MESSAGES = 20_000;
    private static final int ROUNDS = 101;
    private static final int WARM_UP = 50;

    private JournalVersus() {}

    /** One way to keep messages of some bytes, whose first long counts. */
    private interface Way extends AutoCloseable {
        void put(long number) throws Exception;

        /** Takes so many, the first of which is this one. */
        void take(long first, int count) throws Exception;
    }

    private static final class Ours implements Way {
        private final byte[] payload;
        private final org.agrona.concurrent.UnsafeBuffer view;
        private final JournalQueue<byte[]> journal;
        private final JournalReader<byte[]> reader;
        private final io.tandem.lane.MessageHandler handler =
                (type, buffer, index, length) -> check(this.taken++, buffer.getLong(index));
        private long taken;

        Ours(Path path, int bytes) throws Exception {
            payload = new byte[bytes];
            view = new org.agrona.concurrent.UnsafeBuffer(payload);
            journal = JournalQueue.create(path, Codecs.of(byte[].class), JournalOptions.DEFAULT);
            reader = journal.reader("versus");
        }

        @Override
        public void put(long number) throws Exception {
            view.putLong(0, number);
            journal.put(payload);
        }

        @Override
        public void take(long first, int count) {
            taken = first;
            for (long end = first + count; taken < end; ) {
                reader.drain(handler, (int) Math.min(256, end - taken));
            }
        }

        @Override
        public void close() {
            reader.close();
            journal.close();
        }
    }

    private static final class Raw implements Way {
        private final byte[] payload;
        private final org.agrona.concurrent.UnsafeBuffer view;
        private final SingleChronicleQueue queue;
        private final ExcerptAppender appender;
        private final ExcerptTailer tailer;

        Raw(Path path, int bytes) {
            payload = new byte[bytes];
            view = new org.agrona.concurrent.UnsafeBuffer(payload);
            queue = SingleChronicleQueueBuilder.single(path.toFile())
                    .rollCycle(RollCycles.FAST_DAILY)
                    .build();
            appender = queue.createAppender();
            tailer = queue.createTailer("versus");
        }

        @Override
        public void put(long number) {
            view.putLong(0, number);
            try (DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().writeLong(number).write(payload);
            }
        }

        @Override
        public void take(long first, int count) {
            for (long i = first; i < first + count; i++) {
                try (DocumentContext document = tailer.readingDocument()) {
                    Bytes<?> bytes = document.wire().bytes();
                    bytes.readLong();
                    check(i, bytes.readLong());
                }
            }
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    private static void check(long expected, long found) {
        if (found != expected) {
            throw new AssertionError("expected " + expected + ", found " + found);
        }
    }

    /** Nanoseconds a put, nanoseconds a take, median of the puts, bytes allocated a put. */
    private static double[] round(Way way, long first) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = System.nanoTime();
        for (long i = 0; i < MESSAGES; i++) {
            way.put(first + i);
        }
        double put = (double) (System.nanoTime() - start) / MESSAGES;
        double garbage =
                (double) (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes) / MESSAGES;
        start = System.nanoTime();
        way.take(first, MESSAGES);
        double take = (double) (System.nanoTime() - start) / MESSAGES;
        Histogram latency = new Histogram(3);
        for (long i = 0; i < MESSAGES / 4; i++) {
            long before = System.nanoTime();
            way.put(first + MESSAGES + i);
            latency.recordValue(Math.max(0, System.nanoTime() - before));
        }
        way.take(first + MESSAGES, MESSAGES / 4);
        return new double[] {put, take, middle(latency), garbage};
    }

    /** The median, between the steps of a clock of 10 ns: as if the values of a step were spread over it evenly. */
    private static double middle(Histogram latency) {
        long half = latency.getTotalCount() / 2;
        long below = 0;
        long last = 0;
        for (HistogramIterationValue step : latency.recordedValues()) {
            if (below + step.getCountAddedInThisIterationStep() >= half) {
                double share = (double) (half - below) / step.getCountAddedInThisIterationStep();
                return last + share * (step.getValueIteratedTo() - last);
            }
            below += step.getCountAddedInThisIterationStep();
            last = step.getValueIteratedTo();
        }
        return last;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void versus(Path folder, int bytes) throws Exception {
        String[] names = {"put", "take", "median latency of a put"};
        double[][][] all = new double[2][4][ROUNDS];
        try (Way ours = new Ours(folder.resolve("ours"), bytes);
                Way raw = new Raw(folder.resolve("raw"), bytes)) {
            long first = 1;
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                for (int way = 0; way < 2; way++) {
                    double[] found = round((way == 0) == (i % 2 == 0) ? ours : raw, first);
                    for (int j = 0; i >= 0 && j < found.length; j++) {
                        all[(way == 0) == (i % 2 == 0) ? 0 : 1][j][i] = found[j];
                    }
                }
                first += MESSAGES + MESSAGES / 4;
            }
        }
        for (int j = 0; j < names.length; j++) {
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                ratios[i] = all[1][j][i] / all[0][j][i];
            }
            Arrays.sort(ratios);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s ours %7.0f ns  raw %7.0f ns  speed of ours to raw: median %.2f, worst tenth %.2f%n",
                    names[j],
                    median(all[0][j]),
                    median(all[1][j]),
                    median(ratios),
                    ratios[ROUNDS / 10]);
        }
        System.out.printf(
                Locale.ROOT, "garbage of a put: ours %.2f B, raw %.2f B%n", median(all[0][3]), median(all[1][3]));
    }

    /** Messages a second that one producer puts at a pace, and as fast as it can. */
    private static void recorded(Path folder, int bytes) throws Exception {
        for (long pause : new long[] {2_000, 0}) {
            double[] without = new double[7];
            double[] with = new double[7];
            for (int i = -2; i < 7; i++) {
                double plain = producer(folder.resolve("p" + pause + i), bytes, pause, false);
                double recorded = producer(folder.resolve("r" + pause + i), bytes, pause, true);
                if (i >= 0) {
                    without[i] = plain;
                    with[i] = recorded;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "producer, %s: %.0f/s with a consumer, %.0f/s with a recorder, ratio %.2f%n",
                    pause == 0 ? "as fast as it can" : "a message every " + pause + " ns",
                    median(without),
                    median(with),
                    median(with) / median(without));
        }
    }

    private static double producer(Path path, int bytes, long pause, boolean record) throws Exception {
        Files.createDirectories(path);
        int messages = pause == 0 ? 500_000 : 200_000;
        try (SharedQueue<byte[]> queue =
                        SharedQueue.create(path.resolve("queue"), Codecs.of(byte[].class), QueueOptions.DEFAULT);
                JournalQueue<byte[]> journal =
                        JournalQueue.create(path.resolve("journal"), Codecs.of(byte[].class), JournalOptions.DEFAULT)) {
            Recorder<byte[]> recorder = record ? Recorder.start(queue, journal) : null;
            Thread consumer = new Thread(() -> {
                while (!queue.isShutdown() || !queue.isEmpty()) {
                    queue.drain((type, buffer, index, length) -> {}, 256);
                }
            });
            if (!record) {
                consumer.start();
            }
            byte[] payload = new byte[bytes];
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                while (pause > 0 && System.nanoTime() - start < i * pause) {
                    Thread.onSpinWait();
                }
                queue.put(payload);
            }
            double rate = messages * 1e9 / (System.nanoTime() - start);
            queue.shutdown();
            consumer.join();
            if (recorder != null) {
                recorder.join();
                if (recorder.recorded() != messages) {
                    throw new AssertionError(recorder.recorded() + " recorded, " + recorder.trouble());
                }
            }
            return rate;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int bytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
        Path folder = Files.createTempDirectory(Path.of("/dev/shm"), "journal-versus");
        System.out.println("messages of " + bytes + " bytes, " + ROUNDS + " rounds of " + MESSAGES);
        try {
            versus(folder, bytes);
            recorded(folder, bytes);
        } finally {
            io.tandem.owner.FileTree.remove(folder);
        }
    }
}
