package io.tandem.spill;

import io.tandem.file.ClosedException;
import io.tandem.file.CrashPoint;
import io.tandem.file.JdkAccess;
import io.tandem.file.SafePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bytes in a file of their own, of any length, mapped: one message of a {@code SharedQueue<SharedBytes>}. What is received
 * is read-only and has been copied nowhere. What {@link SpillFiles#newBytes} made is writable, all zeros at first, and goes
 * into a queue of the same file system without a copy.
 *
 * <p>Any thread may call anything. Nothing blocks but on the disk, and streams on their other end. Bytes are read and
 * written plainly: who shares an object between threads orders them; a put publishes what was set before it, what is set
 * later the receiver may see or not. Closing is logical and at once: every later call throws {@link ClosedException}; a
 * call racing with it completes or throws. The memory goes when no thread can reach the mapping, which may be some time after
 * {@code close()}: at the next garbage collection. If this JVM dies, a file that was made and never put is swept by
 * the next producer, or with the Tandem directory; one that was received had no name any more.
 *
 * <p>Cost: one file and one mapping, a second one per GiB beyond the second; no heap. Limits: {@link #buffer()} ends at
 * 2^31-1 bytes, all else takes {@code long} indexes. An index outside {@code 0..length()-1} throws
 * {@link IndexOutOfBoundsException}, a write to what was received {@link UnsupportedOperationException}. Python's
 * queues have no such thing: a large {@code bytes} goes through a pipe in pieces.
 */
public final class SharedBytes implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final long length;
    private final boolean writable;
    private final AtomicReference<Path> privateName;
    private volatile FileMapping mapping;

    private SharedBytes(FileMapping mapping, Path privateName) {
        this.mapping = mapping;
        this.length = mapping.length();
        this.writable = privateName != null;
        this.privateName = new AtomicReference<>(privateName);
    }

    static SharedBytes received(FileMapping mapping) {
        return new SharedBytes(mapping, null);
    }

    /** It owns the file of this name from now on. */
    static SharedBytes made(FileMapping mapping, Path privateName) {
        return new SharedBytes(mapping, privateName);
    }

    /** In bytes. */
    public long length() {
        open();
        return length;
    }

    public boolean isClosed() {
        return mapping == null;
    }

    private FileMapping open() {
        FileMapping open = mapping;
        if (open == null) {
            throw new ClosedException(toString());
        }
        return open;
    }

    private FileMapping openForWriting() {
        FileMapping open = open();
        if (!writable) {
            throw new UnsupportedOperationException(this + " was received, and is read-only; copy it to change it");
        }
        return open;
    }

    public byte get(long index) {
        FileMapping open = open();
        Objects.checkIndex(index, length);
        return open.piece(index).get(open.offset(index));
    }

    /** Copies {@code count} bytes, from {@code index} on, to {@code offset} of the array. */
    public void get(long index, byte[] target, int offset, int count) {
        FileMapping open = open();
        Objects.checkFromIndexSize(offset, count, target.length);
        Objects.checkFromIndexSize(index, count, length);
        int done = 0;
        while (done < count) {
            ByteBuffer view = open.view(index + done, count - done);
            int bytes = view.remaining();
            view.get(target, offset + done, bytes);
            done += bytes;
        }
    }

    /**
     * Copies from {@code index} on until the target is full or these bytes end; returns how many, or -1 if {@code index} is
     * the length and the target is not full.
     */
    public int read(long index, ByteBuffer target) {
        FileMapping open = open();
        Objects.checkIndex(index, length + 1);
        if (index == length) {
            return target.hasRemaining() ? -1 : 0;
        }
        int before = target.remaining();
        long at = index;
        while (target.hasRemaining() && at < length) {
            ByteBuffer view = open.view(at, target.remaining());
            at += view.remaining();
            target.put(view);
        }
        return before - target.remaining();
    }

    /** Before it is put. */
    public void set(long index, byte value) {
        FileMapping open = openForWriting();
        Objects.checkIndex(index, length);
        open.piece(index).put(open.offset(index), value);
    }

    /** Copies {@code count} bytes, from {@code offset} of the array on, to {@code index} and the following. */
    public void set(long index, byte[] source, int offset, int count) {
        FileMapping open = openForWriting();
        Objects.checkFromIndexSize(offset, count, source.length);
        Objects.checkFromIndexSize(index, count, length);
        int done = 0;
        while (done < count) {
            ByteBuffer view = open.view(index + done, count - done);
            int bytes = view.remaining();
            view.put(source, offset + done, bytes);
            done += bytes;
        }
    }

    /** Writes all of it, in pieces, to a blocking channel; returns the length. Blocks as the target does. */
    public long transferTo(WritableByteChannel target) throws IOException {
        long at = 0;
        while (at < length()) {
            ByteBuffer view = open().view(at, PIECE);
            at += view.remaining();
            while (view.hasRemaining()) {
                target.write(view);
            }
        }
        return at;
    }

    /** From the first byte to the last; each call gives a new one. Closing it closes nothing else. For one thread. */
    public InputStream asInputStream() {
        open();
        return new BytesStream(this);
    }

    /** From the first byte to the last; each call gives a new one. Closing it closes nothing else. For one thread. */
    public ReadableByteChannel channel() {
        open();
        return new BytesStream(this);
    }

    /**
     * All of it, without a copy. The buffer may be used after {@link #close()}: it keeps the mapping. Writing to the buffer of
     * what was received kills the JVM: a {@link DirectBuffer} is for reading.
     *
     * @throws IllegalStateException if it has more than 2^31-1 bytes
     */
    public DirectBuffer buffer() {
        JdkAccess.require();
        ByteBuffer whole = open().whole();
        if (whole == null) {
            throw new IllegalStateException(
                    this + ": a buffer ends at " + Integer.MAX_VALUE + " bytes; use get, read or asInputStream");
        }
        return new UnsafeBuffer(whole);
    }

    /** Where the file is that is not put yet; null if it was received or is closed. */
    Path privateName() {
        return privateName.get();
    }

    /** Closes it here; other handles on the file stay. A file that was made loses its private name. May be repeated. */
    @Override
    public void close() {
        mapping = null;
        Path name = privateName.getAndSet(null);
        if (name != null) {
            try {
                CrashPoint.at("spill.unnaming");
                Files.deleteIfExists(name);
                CrashPoint.at("spill.unnamed");
            } catch (IOException e) {
                throw SafePath.refusal(name, e);
            }
        }
    }

    @Override
    public String toString() {
        return "SharedBytes[" + length + " bytes, " + (writable ? "made here" : "received") + ", "
                + (isClosed() ? "closed" : "open") + "]";
    }
}
