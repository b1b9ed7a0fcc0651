package io.tandem.lane;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.pipe.PipeReceiver;
import io.tandem.pipe.PipeSender;
import io.tandem.pipe.SharedPipe;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.QueueProducer;
import io.tandem.queue.SharedQueue;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One message in and out again, by one thread: the instructions, without the way between cores. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED")
public class MessageBenchmark {
    private static final int CAPACITY = 1 << 20;

    @Param("64")
    int size;

    private Tandem tandem;
    private PipeSender sender;
    private PipeReceiver receiver;
    private Through queue;
    private Through ordered;
    private Through orderedOne;
    private Through leased;
    private RingBuffer oneToOne;
    private RingBuffer manyToOne;
    private UnsafeBuffer message;
    private long sum;
    private final MessageHandler handler = (type, buffer, index, length) -> sum += buffer.getLong(index);
    private final org.agrona.concurrent.MessageHandler ringHandler =
            (type, buffer, index, length) -> sum += buffer.getLong(index);

    @Setup
    public void open() {
        tandem = Tandem.open();
        SharedPipe<byte[]> pipe =
                SharedPipe.create(tandem.path().resolve("benchmark"), Codecs.of(byte[].class), false, CAPACITY);
        sender = pipe.second().sender();
        receiver = pipe.first().receiver();
        queue = through(QueueOptions.DEFAULT);
        ordered = through(QueueOptions.DEFAULT.capacity(1 << 14));
        orderedOne = through(QueueOptions.DEFAULT.capacity(1 << 14).exclusiveConsumer());
        leased = through(QueueOptions.DEFAULT.leased());
        oneToOne = new OneToOneRingBuffer(ring());
        manyToOne = new ManyToOneRingBuffer(ring());
        message = new UnsafeBuffer(ByteBuffer.allocateDirect(size));
    }

    /** A queue of some kind, and a producer of it. */
    private record Through(SharedQueue<byte[]> queue, QueueProducer producer) {}

    private Through through(QueueOptions options) {
        SharedQueue<byte[]> made = tandem.newQueue(byte[].class, options);
        return new Through(made, made.producer());
    }

    private static UnsafeBuffer ring() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY + RingBufferDescriptor.TRAILER_LENGTH));
    }

    @TearDown
    public void close() {
        queue.producer.close();
        ordered.producer.close();
        orderedOne.producer.close();
        leased.producer.close();
        sender.close();
        receiver.close();
        tandem.close();
    }

    @Benchmark
    public long pipe() {
        int at = sender.tryClaim(size);
        sender.buffer().putBytes(at, message, 0, size);
        sender.commitAndPublish();
        receiver.drain(handler, 8);
        return sum;
    }

    private long message(Through through) {
        int at = through.producer.tryClaim(size);
        through.producer.buffer().putBytes(at, message, 0, size);
        through.producer.commitAndPublish();
        through.queue.drain(handler, 8);
        return sum;
    }

    @Benchmark
    public long queue() {
        return message(queue);
    }

    @Benchmark
    public long ordered() {
        return message(ordered);
    }

    @Benchmark
    public long orderedOne() {
        return message(orderedOne);
    }

    @Benchmark
    public long leased() {
        return message(leased);
    }

    private long ring(RingBuffer ring) {
        int at = ring.tryClaim(1, size);
        ring.buffer().putBytes(at, message, 0, size);
        ring.commit(at);
        ring.read(ringHandler, 8);
        return sum;
    }

    @Benchmark
    public long oneToOne() {
        return ring(oneToOne);
    }

    @Benchmark
    public long manyToOne() {
        return ring(manyToOne);
    }
}
