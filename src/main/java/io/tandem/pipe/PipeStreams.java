package io.tandem.pipe;

import static io.tandem.pipe.PipeLayout.*;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages without limit: pieces and an end mark in the same lane. A stream is not atomic: if its writer dies, the reader
 * gets {@link PeerDiedException} after the last piece, if its source fails or its thread is interrupted, an
 * {@link IOException}; what comes after it is received as ever.
 */
final class PipeStreams {
    static final int PIECE = 256 << 10;

    private PipeStreams() {}

    static long send(SendingHalf out, ReadableByteChannel source) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.min(out.largest - SendingHalf.MARK_BYTES, PIECE));
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        long total = 0;
        boolean ended = false;
        out.takeAlone();
        try {
            while (source.read(bytes.clear()) >= 0) {
                if (bytes.position() > 0) {
                    out.send(STREAM_PIECE, buffer, 0, bytes.position(), Long.MAX_VALUE);
                    total += bytes.position();
                }
            }
            out.send(STREAM_END, buffer, 0, 0, Long.MAX_VALUE);
            ended = true;
            return total;
        } finally {
            if (!ended && total > 0) {
                out.cut();
            }
            out.giveBack(false);
        }
    }

    static InputStream receive(ReceivingHalf in) {
        in.beginStream();
        return new Pieces(in);
    }

    /** Piece by piece. */
    private static final class Pieces extends InputStream {
        private final ReceivingHalf in;
        private byte[] piece = new byte[0];
        private int at;
        private int length;
        private boolean ended;
        private boolean cut;

        Pieces(ReceivingHalf in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return ready() ? piece[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, target.length);
            if (count == 0) {
                return 0;
            }
            if (!ready()) {
                return -1;
            }
            int copied = Math.min(count, length - at);
            System.arraycopy(piece, at, target, offset, copied);
            at += copied;
            return copied;
        }

        private boolean ready() throws IOException {
            while (at == length && !ended) {
                await();
            }
            if (cut && at == length) {
                throw new IOException("the sender gave this stream up: its source failed, or it was interrupted");
            }
            return at < length;
        }

        private void await() throws IOException {
            try {
                in.await(this::take, Long.MAX_VALUE, true, ReceivingHalf.ANY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for a piece of a stream");
            } catch (IllegalStateException noStream) {
                end();
                throw noStream;
            }
        }

        private void take(int type, org.agrona.DirectBuffer buffer, int index, int count) {
            if (type != STREAM_PIECE) {
                cut = type == STREAM_CUT;
                end();
                return;
            }
            if (piece.length < count) {
                piece = new byte[count];
            }
            buffer.getBytes(index, piece, 0, count);
            at = 0;
            length = count;
        }

        /** Messages can be received again. */
        private void end() {
            ended = true;
            in.endStream();
        }

        /** Skips the rest. */
        @Override
        public void close() throws IOException {
            while (!ended) {
                at = length;
                await();
            }
        }
    }
}
