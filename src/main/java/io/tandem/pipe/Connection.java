package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.*;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.Luggage;
import io.tandem.owner.SharedObject;
import io.tandem.owner.Travels;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One end of a pipe: Python's {@code Connection}. Messages keep their bounds and their order; null and empty ones are
 * messages like others.
 *
 * <p>The end belongs to the first process that sends or receives on it; any of its threads may, each message whole;
 * another process is refused with an {@link IllegalStateException} that names the owner. {@code send} blocks while the
 * pipe is full, {@code recv} while it is empty; they wait as the {@link io.tandem.wait.WaitPolicy} says, are woken by what they wait
 * for, end at an interrupt, and when the connection is closed or the pipe destroyed, and at a timeout return false or
 * null. {@code Wait.any} waits for a message or the end. While one thread sends a stream or has a {@link #sender()} open, the sends of
 * others wait.
 *
 * <p>When the other end was closed, {@code recv} throws {@link EndOfStreamException} after its last message, {@code send}
 * {@link PeerClosedException}; when its process died, both throw {@link PeerDiedException}, {@code recv} after the last
 * message, and so they do when the child that took the other end along died before it got to it. Cost: one release store
 * per message on each side, no system call unless the other side sleeps; buffer paths allocate nothing.
 *
 * @param <E> what is sent
 */
public final class Connection<E> extends SharedObject implements Waitable {
    private static final long serialVersionUID = 1;
    /** The type of a null for {@link #drain}. */
    public static final int NULL = NULL_MESSAGE;

    private final transient Codec<E> codec;
    private final transient PipeEnds ends;
    private final transient PipeEnds.End end;
    private final transient SendingHalf out;
    private final transient ReceivingHalf in;
    /** One per thread to encode into; null while it is in use: a codec that sends in turn gets another one. */
    private final transient ThreadLocal<ExpandableArrayBuffer[]> spare =
            ThreadLocal.withInitial(() -> new ExpandableArrayBuffer[1]);

    Connection(Attachment attachment, Codec<E> codec, int number) {
        super(attachment);
        this.codec = codec;
        this.ends = file().engine(() -> new PipeEnds(attachment));
        this.end = ends.end(number);
        this.end.opened();
        this.out = new SendingHalf(this, end, ends.largestMessage());
        this.in = new ReceivingHalf(path(), this, end);
    }

    /** What travels with a connection. */
    private record Which(Codec<?> codec, int end) implements Travels {}

    /** For deserialization: the end becomes the process's at which it arrives. */
    public static Connection<?> attachFor(Path path, Serializable which) {
        Which arrived = (Which) which;
        Connection<?> connection = attach(path, arrived.codec(), arrived.end());
        try {
            connection.use();
            return connection;
        } catch (IllegalStateException belongsToAnother) {
            connection.close();
            throw belongsToAnother;
        }
    }

    /** Makes the end this process's: from now on its death is noticed. */
    void use() {
        end.use();
    }

    static <E> Connection<E> attach(Path path, Codec<E> codec, int end) {
        return new Connection<>(checked(Attachment.attach(path, KIND), codec), codec, end);
    }

    /** Refuses a pipe for another type. */
    static Attachment checked(Attachment attachment, Codec<?> codec) {
        String found = attachment.file().header().type();
        if (!found.equals(codec.type())) {
            Path path = attachment.file().path();
            attachment.release();
            throw new SharedFileException(Reason.WRONG_KIND, path, "type " + codec.type(), "type " + found);
        }
        return attachment;
    }

    /** Connects to a {@link Listener}. */
    public static <E> Connection<E> connect(Path path, Class<E> type) throws InterruptedException {
        return Listener.connect(path, Codecs.of(type));
    }

    @Override
    protected void onClose() {
        end.handleClosed();
    }

    @Override
    protected void alarm() {
        ends.alarm();
    }

    /** One wait of a call, until this bell is rung. */
    Waiter newWaiter(long nanos, Bell bell) {
        return waiter(nanos, bell);
    }

    /** Between two looks of a wait: ends it if the pipe was destroyed; returns whether it is time for the slow tick. */
    boolean tick(Waiter waiter) {
        boolean tick = waiter.tick();
        if (tick || file().destroyed()) {
            requireThere();
        }
        return tick;
    }

    /** Whether {@code recv} would not wait: a message is there, or the other end was closed or its process died. */
    @Override
    public boolean isReady() {
        requireOpen();
        if (file().destroyed()) {
            requireThere();
        }
        return in.isReady();
    }

    @Override
    public Bell bell() {
        return end.receiver;
    }

    @Override
    protected Serializable travelData() {
        end.givenAway(Luggage.whenCarrierEnds(end::carrierEnded));
        return new Which(codec, end.number);
    }

    public void send(E message) throws InterruptedException {
        send(message, Long.MAX_VALUE);
    }

    /** Returns false if there was no room until the timeout; zero or less looks once. */
    public boolean send(E message, Duration timeout) throws InterruptedException {
        return send(message, Waiter.nanos(timeout));
    }

    private boolean send(E message, long nanos) throws InterruptedException {
        ExpandableArrayBuffer[] mine = spare.get();
        ExpandableArrayBuffer buffer = mine[0] == null ? new ExpandableArrayBuffer(1024) : mine[0];
        mine[0] = null;
        try {
            int length = message == null ? 0 : codec.encode(message, buffer, 0);
            return out.send(message == null ? NULL_MESSAGE : MESSAGE, buffer, 0, length, nanos);
        } finally {
            mine[0] = buffer;
        }
    }

    /** Sends these bytes as one message. */
    public void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        out.send(MESSAGE, new UnsafeBuffer(bytes), offset, length, Long.MAX_VALUE);
    }

    public void sendBytes(byte[] bytes) throws InterruptedException {
        sendBytes(bytes, 0, bytes.length);
    }

    /** The sending half for one thread alone, to be closed: claims, batches, no lock. */
    public PipeSender sender() {
        return new PipeSender(this, out);
    }

    /** The receiving half for one thread alone, to be closed: batches in place, no lock. */
    public PipeReceiver receiver() {
        return new PipeReceiver(this, in);
    }

    /** A half held alone keeps the end open and this JVM a participant. */
    void enterHalf() {
        enter();
        end.opened();
    }

    void leaveHalf() {
        end.handleClosed();
        leave();
    }

    /** Waits for the next message. */
    public E recv() throws InterruptedException {
        Received<E> received = new Received<>(codec);
        receive(received, Long.MAX_VALUE);
        return received.message;
    }

    /** Returns null if nothing came until the timeout; a null that was sent looks the same. */
    public E recv(Duration timeout) throws InterruptedException {
        Received<E> received = new Received<>(codec);
        receive(received, Waiter.nanos(timeout));
        return received.message;
    }

    /** Decodes one message. */
    private static final class Received<E> implements MessageHandler {
        private final Codec<E> codec;
        private E message;

        Received(Codec<E> codec) {
            this.codec = codec;
        }

        @Override
        public void onMessage(int type, DirectBuffer buffer, int index, int length) {
            message = type == NULL_MESSAGE ? null : codec.decode(buffer, index, length);
        }
    }

    /** The bytes of the next message. */
    public byte[] recvBytes() throws InterruptedException {
        byte[][] bytes = new byte[1][];
        receive(
                (type, buffer, index, length) -> {
                    bytes[0] = new byte[length];
                    buffer.getBytes(index, bytes[0]);
                },
                Long.MAX_VALUE);
        return bytes[0];
    }

    /** The bytes of the next message into {@code target}; returns how many. {@link BufferTooShortException} takes none. */
    public int recvBytes(byte[] target, int offset) throws InterruptedException {
        Objects.checkIndex(offset, target.length + 1);
        int[] got = new int[1];
        MessageHandler copy = (type, buffer, index, length) -> {
            buffer.getBytes(index, target, offset, length);
            got[0] = length;
        };
        in.await(copy, Long.MAX_VALUE, false, target.length - offset);
        return got[0];
    }

    /**
     * Hands up to {@code limit} messages to the handler, in place; returns how many. Does not wait. A null has type
     * {@link #NULL}. A batch ends before a stream; the handler cannot receive in turn.
     */
    public int drain(MessageHandler handler, int limit) {
        return in.drain(handler, limit);
    }

    private boolean receive(MessageHandler handler, long nanos) throws InterruptedException {
        return in.await(handler, nanos, false, ReceivingHalf.ANY) > 0;
    }

    /** Whether a message waits, or the end of the stream: then the next {@code recv} does not block. */
    public boolean poll() throws InterruptedException {
        return poll(0);
    }

    public boolean poll(Duration timeout) throws InterruptedException {
        return poll(Waiter.nanos(timeout));
    }

    private boolean poll(long nanos) throws InterruptedException {
        try {
            return receive(null, nanos);
        } catch (EndOfStreamException | PeerDiedException end) {
            return true;
        }
    }

    /** Sends all that the channel gives, of any length, in constant memory. Messages of other threads wait meanwhile. */
    public long sendStream(ReadableByteChannel source) throws java.io.IOException, InterruptedException {
        return PipeStreams.send(out, source);
    }

    /** The stream that comes next; to be read to its end, or closed, before the next message. */
    public InputStream recvStream() {
        return PipeStreams.receive(in);
    }
}
