package io.tandem.spill;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;

/** Reads {@link SharedBytes} from the first to the last, as a stream or as a channel. For one thread; never blocks. */
final class BytesStream extends InputStream implements ReadableByteChannel {
    private final SharedBytes bytes;
    private long at;
    private boolean closed;

    BytesStream(SharedBytes bytes) {
        this.bytes = bytes;
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private long left() {
        return bytes.length() - at;
    }

    @Override
    public int read() throws ClosedChannelException {
        requireOpen();
        return left() == 0 ? -1 : bytes.get(at++) & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws ClosedChannelException {
        requireOpen();
        Objects.checkFromIndexSize(offset, count, target.length);
        if (left() == 0 && count > 0) {
            return -1;
        }
        int copied = (int) Math.min(count, left());
        bytes.get(at, target, offset, copied);
        at += copied;
        return copied;
    }

    @Override
    public int read(ByteBuffer target) throws ClosedChannelException {
        requireOpen();
        int copied = bytes.read(at, target);
        at += Math.max(copied, 0);
        return copied;
    }

    @Override
    public long skip(long count) throws ClosedChannelException {
        requireOpen();
        long skipped = Math.max(0, Math.min(count, left()));
        at += skipped;
        return skipped;
    }

    @Override
    public int available() throws ClosedChannelException {
        requireOpen();
        return (int) Math.min(Integer.MAX_VALUE, left());
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
