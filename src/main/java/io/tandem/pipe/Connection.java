package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.*;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.TooLargeException;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.lane.LaneReader;
import io.tandem.lane.LaneWriter;
import io.tandem.lane.MessageHandler;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import io.tandem.owner.Travels;
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
 * pipe is full, {@code recv} while it is empty; they spin, yield, then park for at most a millisecond, end at an interrupt,
 * and at a timeout return false or null.
 *
 * <p>When the other end was closed, {@code recv} throws {@link EndOfStreamException} after its last message, {@code send}
 * {@link PeerClosedException}; when its process died, both throw {@link PeerDiedException}, {@code recv} after the last
 * message. Cost: one release store per message on each side, no system call; buffer paths allocate nothing.
 *
 * @param <E> what is sent
 */
public final class Connection<E> extends SharedObject {
    private static final long serialVersionUID = 1;
    /** The type of a null for {@link #drain}. */
    public static final int NULL = NULL_MESSAGE;

    private final transient Codec<E> codec;
    private final transient PipeEnds.End end;
    private final transient int largest;
    private final transient ThreadLocal<ExpandableArrayBuffer> buffers =
            ThreadLocal.withInitial(() -> new ExpandableArrayBuffer(1024));

    Connection(Attachment attachment, Codec<E> codec, int number) {
        super(attachment);
        this.codec = codec;
        PipeEnds ends = file().engine(() -> new PipeEnds(attachment));
        this.largest = ends.largestMessage();
        this.end = ends.end(number);
        this.end.opened();
    }

    /** What travels with a connection. */
    private record Which(Codec<?> codec, int end) implements Travels {}

    /** For deserialization: the end becomes the process's at which it arrives. */
    public static Connection<?> attachFor(Path path, Serializable which) {
        Which arrived = (Which) which;
        Connection<?> connection = attach(path, arrived.codec(), arrived.end());
        try {
            connection.end.use(); // from now on its death is noticed
            return connection;
        } catch (IllegalStateException belongsToAnother) {
            connection.close();
            throw belongsToAnother;
        }
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
    protected Serializable travelData() {
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
        ExpandableArrayBuffer buffer = buffers.get();
        int length = message == null ? 0 : codec.encode(message, buffer, 0);
        return sendRecord(message == null ? NULL_MESSAGE : MESSAGE, buffer, 0, length, nanos);
    }

    /** Sends these bytes as one message. */
    public void sendBytes(byte[] bytes, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        sendRecord(MESSAGE, new UnsafeBuffer(bytes), offset, length, Long.MAX_VALUE);
    }

    public void sendBytes(byte[] bytes) throws InterruptedException {
        sendBytes(bytes, 0, bytes.length);
    }

    boolean sendRecord(int type, DirectBuffer source, int index, int length, long nanos) throws InterruptedException {
        if (length > largest) {
            throw new TooLargeException("a message of " + length + " bytes, the largest for " + path() + " is "
                    + largest + "; use sendStream, or create the pipe with a larger capacity");
        }
        Waiter waiter = null;
        while (!trySend(type, source, index, length)) {
            waiter = waiter == null ? new Waiter(nanos) : waiter;
            if (!waiter.await()) {
                return false;
            }
            if (waiter.tick() && end.peerDead()) {
                throw peerDied();
            }
        }
        return true;
    }

    private boolean trySend(int type, DirectBuffer source, int index, int length) {
        end.sending.lock();
        try {
            requireOpen();
            if (end.streamOut && type != STREAM_PIECE && type != STREAM_END) {
                return false;
            }
            if (end.peerClosed()) {
                throw new PeerClosedException("the other end of " + path() + " was closed");
            }
            LaneWriter out = end.out();
            int at = out.claim(length);
            if (at == LaneWriter.NO_ROOM) {
                return false;
            }
            out.lane().data().putBytes(at, source, index, length);
            out.commit(type);
            out.publish();
            return true;
        } finally {
            end.sending.unlock();
        }
    }

    private PeerDiedException peerDied() {
        return new PeerDiedException(
                "process " + end.peerPid() + " at the other end of " + path() + " died", end.peerPid());
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
        poll(Long.MAX_VALUE);
        end.receiving.lock();
        try {
            int length = end.in().nextLength();
            if (length > target.length - offset) {
                throw new BufferTooShortException(length, target.length - offset);
            }
            end.in().drain((type, buffer, index, n) -> buffer.getBytes(index, target, offset, n), 1);
            return length;
        } finally {
            end.receiving.unlock();
        }
    }

    /**
     * Hands up to {@code limit} messages to the handler, in place; returns how many. Does not wait. A null has type
     * {@link #NULL}. A batch ends before a stream; the handler cannot receive in turn.
     */
    public int drain(MessageHandler handler, int limit) {
        return tryReceive(handler, limit, false);
    }

    private boolean receive(MessageHandler handler, long nanos) throws InterruptedException {
        return await(handler, nanos, false) > 0;
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
            return await(null, nanos, false) > 0;
        } catch (EndOfStreamException | PeerDiedException end) {
            return true;
        }
    }

    /** Returns how many came, 0 at the timeout. Without a handler nothing is taken. */
    int await(MessageHandler handler, long nanos, boolean stream) throws InterruptedException {
        int count = tryReceive(handler, 1, stream);
        if (count > 0) {
            return count;
        }
        Waiter waiter = new Waiter(nanos);
        while (true) {
            boolean closed = end.peerClosed(); // before the look: what it sent before it closed is found
            boolean dead = !closed && (end.peerFoundDead() || waiter.tick() && end.peerDead());
            count = tryReceive(handler, 1, stream);
            if (count > 0) {
                return count;
            }
            if (closed) {
                throw new EndOfStreamException("the other end of " + path() + " was closed");
            }
            if (dead) {
                throw peerDied();
            }
            if (!waiter.await()) {
                return 0;
            }
        }
    }

    private int tryReceive(MessageHandler handler, int limit, boolean stream) {
        if (end.receiving.isHeldByCurrentThread()) {
            throw new IllegalStateException("a handler cannot receive from its own connection, " + path());
        }
        end.receiving.lock();
        try {
            requireOpen();
            LaneReader in = end.in();
            if (end.streamIn && !stream) {
                return 0;
            }
            if (handler == null) {
                return in.nextType() == 0 ? 0 : 1;
            }
            int count = 0;
            while (count < limit && isNext(in.nextType(), stream, count > 0)) {
                count += in.drain(handler, 1);
            }
            return count;
        } finally {
            end.receiving.unlock();
        }
    }

    /** Whether a record of this type can be received now; at the beginning, one of the other sort is an error. */
    private static boolean isNext(int type, boolean stream, boolean begun) {
        boolean piece = type == STREAM_PIECE || type == STREAM_END;
        if (type == 0 || piece != stream && begun) {
            return false;
        }
        if (piece != stream) {
            throw new IllegalStateException(
                    piece ? "a stream comes next: use recvStream()" : "a message comes next, no stream: use recv()");
        }
        return true;
    }

    /** Sends all that the channel gives, of any length, in constant memory. Messages of other threads wait meanwhile. */
    public long sendStream(ReadableByteChannel source) throws java.io.IOException, InterruptedException {
        return PipeStreams.send(this, end, source, Math.min(largest, PipeStreams.PIECE));
    }

    /** The stream that comes next; to be read to its end, or closed, before the next message. */
    public InputStream recvStream() {
        return PipeStreams.receive(this, end);
    }
}
