package io.tandem.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The last bytes a child wrote to one of its streams, at most so many; what was dropped before them is said in one line.
 * Any thread may read; each reader sees all there is, and blocks until there is more or the child has ended.
 */
final class CapturedOutput implements OutputSink {
    private static final int FIRST_CAPACITY = 8 << 10;

    private final int limit;
    private byte[] ring;
    /** Position of the next byte in all that was ever written; the ring has the last ones. */
    private long written;

    private long dropped;
    private boolean ended;

    CapturedOutput(int limit) {
        this.limit = limit;
        this.ring = new byte[Math.min(limit, FIRST_CAPACITY)];
    }

    @Override
    public synchronized void write(byte[] bytes, int length) {
        grow(written - dropped + length);
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % ring.length)] = bytes[i];
        }
        dropped = Math.max(dropped, written - ring.length);
        notifyAll();
    }

    private void grow(long needed) {
        if (needed > ring.length && ring.length < limit) {
            byte[] all = kept();
            long capacity = Math.max(needed, 2L * ring.length);
            ring = new byte[(int) Math.min(limit, capacity)];
            for (int i = 0; i < all.length; i++) {
                ring[(int) ((dropped + i) % ring.length)] = all[i];
            }
        }
    }

    private byte[] kept() {
        byte[] all = new byte[(int) (written - dropped)];
        for (int i = 0; i < all.length; i++) {
            all[i] = ring[(int) ((dropped + i) % ring.length)];
        }
        return all;
    }

    @Override
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    private static String notice(long bytes) {
        return "[" + bytes + " bytes before this were dropped]\n";
    }

    /** What there is so far; all of it after the child's end. */
    synchronized String text() {
        String text = new String(kept(), Charset.defaultCharset());
        return dropped == 0 ? text : notice(dropped) + text;
    }

    /** From the oldest byte on that is there. */
    InputStream stream() {
        return new Reader();
    }

    private final class Reader extends InputStream {
        private long next;
        private byte[] notice = new byte[0];
        private int noticed;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            synchronized (CapturedOutput.this) {
                awaitMore();
                if (next < dropped) {
                    notice = notice(dropped - next).getBytes(StandardCharsets.US_ASCII);
                    noticed = 0;
                    next = dropped;
                }
                int count = Math.min(length, available());
                if (noticed < notice.length) {
                    count = Math.min(length, notice.length - noticed);
                    System.arraycopy(notice, noticed, target, offset, count);
                    noticed += count;
                    return count;
                }
                for (int i = 0; i < count; i++) {
                    target[offset + i] = ring[(int) (next++ % ring.length)];
                }
                return count == 0 && length > 0 ? -1 : count;
            }
        }

        private void awaitMore() throws InterruptedIOException {
            while (next == written && noticed == notice.length && !ended) {
                try {
                    CapturedOutput.this.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("interrupted while a child was read");
                }
            }
        }

        @Override
        public int available() {
            synchronized (CapturedOutput.this) {
                return (int) Math.min(Integer.MAX_VALUE, written - Math.max(next, dropped));
            }
        }
    }
}
