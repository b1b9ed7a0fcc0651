package io.tandem.pipe;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Two connected ends, for two processes: Python's {@code Pipe}. Each end sends and receives; in a simplex pipe the first
 * only receives and the second only sends.
 *
 * <p>An end belongs to the first process that uses it; hand a {@link Connection} to a child by capturing it. Any thread of
 * that process may use it. What blocks, and what death does, stands at {@link Connection}. Cost: a page and two files of
 * the capacity, made when a direction is first used. Limits: messages of {@link #largestMessage()} bytes; streams have
 * none.
 *
 * @param <E> what is sent
 */
public final class SharedPipe<E> extends SharedObject {
    private static final long serialVersionUID = 1;
    /** Bytes that may be on their way in each direction unless the creator says otherwise. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private final transient Codec<E> codec;
    private final transient PipeEnds ends;

    SharedPipe(Attachment attachment, Codec<E> codec) {
        super(attachment);
        this.codec = codec;
        this.ends = file().engine(() -> new PipeEnds(attachment));
    }

    public static <E> SharedPipe<E> create(Path path, Class<E> type) {
        return create(path, Codecs.of(type), true, DEFAULT_CAPACITY);
    }

    /**
     * Creates a pipe; the capacity, in bytes for each direction, is a power of two. 16 MiB outgrow the caches of two cores, so
     * a stream that goes as fast as it can waits less for lines which the reader's core still holds.
     */
    public static <E> SharedPipe<E> create(Path path, Codec<E> codec, boolean duplex, int capacity) {
        io.tandem.lane.Lane.requireCapacity(capacity);
        return new SharedPipe<>(
                Attachment.create(path, PipeLayout.spec(capacity, codec.type()), PipeLayout.filler(duplex)), codec);
    }

    public static <E> SharedPipe<E> attach(Path path, Class<E> type) {
        return attach(path, Codecs.of(type));
    }

    public static <E> SharedPipe<E> attach(Path path, Codec<E> codec) {
        return new SharedPipe<>(Connection.checked(Attachment.attach(path, PipeLayout.KIND), codec), codec);
    }

    public static <E> SharedPipe<E> attach(Path path, Class<E> type, Duration timeout) {
        Codec<E> codec = Codecs.of(type);
        return new SharedPipe<>(Connection.checked(Attachment.attach(path, PipeLayout.KIND, timeout), codec), codec);
    }

    /** For deserialization. */
    public static SharedPipe<?> attachFor(Path path, Serializable codec) {
        return attach(path, (Codec<?>) codec);
    }

    /** The end that only receives if the pipe is simplex. Each call opens a handle that wants to be closed. */
    public Connection<E> first() {
        return new Connection<>(Attachment.attach(path(), PipeLayout.KIND), codec, 0);
    }

    /** The end that only sends if the pipe is simplex. Each call opens a handle that wants to be closed. */
    public Connection<E> second() {
        return new Connection<>(Attachment.attach(path(), PipeLayout.KIND), codec, 1);
    }

    public int largestMessage() {
        return ends.largestMessage();
    }

    /** Whether an end belongs to a process that lives. */
    boolean isUsed() {
        return ends.isUsed();
    }

    @Override
    protected void onClose() {}

    @Override
    protected void alarm() {
        ends.alarm();
    }

    @Override
    protected void onDestroy() {
        ends.destroy();
    }

    @Override
    protected Serializable travelData() {
        return codec;
    }
}
