package io.tandem.queue;

import static io.tandem.queue.Programs.say;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.file.SharedFileException;
import io.tandem.process.ChildProcess;
import io.tandem.spill.SharedBytes;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Programs that queue what is larger than a lane, a heap or an array; {@link LargeObjectProcessTest} runs them. */
final class LargeObjectPrograms {
    private static final int PIECE = 64 << 10;
    private static final int GIB_SHIFT = 30;

    private LargeObjectPrograms() {}

    /** So many bytes, each long of which tells its place. */
    static final class Pattern implements ReadableByteChannel {
        private final long length;
        private long at;

        Pattern(long length) {
            this.length = length;
        }

        private static long expected(long at) {
            return at * 0x9e3779b97f4a7c15L;
        }

        @Override
        public int read(ByteBuffer target) {
            long before = at;
            while (at < length && target.remaining() >= Long.BYTES) {
                target.putLong(expected(at));
                at += Long.BYTES;
            }
            tell("made", before, at);
            return at == before && at == length ? -1 : (int) (at - before);
        }

        private static void tell(String what, long before, long at) {
            if (before >> GIB_SHIFT != at >> GIB_SHIFT) {
                say(what, at >> GIB_SHIFT);
            }
        }

        /** Where it is wrong; its length if that is nowhere. */
        static long firstWrong(SharedBytes bytes) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            long at = 0;
            while (bytes.read(at, piece.clear()) > 0) {
                long before = at;
                piece.flip();
                while (piece.hasRemaining()) {
                    if (piece.getLong() != expected(at)) {
                        return at;
                    }
                    at += Long.BYTES;
                }
                tell("checked", before, at);
            }
            return at;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static boolean smallHeap() {
        return Runtime.getRuntime().maxMemory() <= 64 << 20;
    }

    /** E35: streamed, whatever the length, by and to JVMs with little memory. */
    static final class Streamed {
        public static void main(String[] arguments) throws Exception {
            Path disk = Path.of(arguments[0]);
            long length = Long.parseLong(arguments[1]);
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<SharedBytes> queue = tandem.newQueue(SharedBytes.class, QueueOptions.DEFAULT.spillTo(disk));
                ChildProcess child = tandem.start(() -> {
                    say("child", smallHeap());
                    queue.putAll(new Pattern(length));
                });
                try (SharedBytes bytes = queue.take()) {
                    say("took", bytes.length(), Pattern.firstWrong(bytes), smallHeap(), Queues.spilled(disk));
                }
                child.join();
            }
        }
    }

    /** A large array in an ordinary queue. */
    static final class Array {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<byte[]> queue = tandem.newQueue(byte[].class);
                int length = 40 << 20;
                ChildProcess child = tandem.start(() -> queue.put(Large.bytes(length, 3)));
                Large.assertBytes(length, 3, queue.take());
                child.join();
                say("took", length, queue.isEmpty(), Queues.spilled(tandem.path()));
            }
        }
    }

    record Parts(List<byte[]> parts) {}

    /** E35: refused, where it cannot be streamed. */
    static final class Refused {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<SharedBytes> files = tandem.newQueue(SharedBytes.class);
                try {
                    files.newBytes(1L << 50);
                } catch (SharedFileException e) {
                    say("no file", e.reason(), e.getMessage().contains((1L << 50) + " bytes"));
                }
                SharedQueue<Parts> queue = tandem.newQueue(Codecs.of(Parts.class), QueueOptions.DEFAULT);
                try {
                    queue.put(new Parts(Collections.nCopies(5 << 10, new byte[1 << 20])));
                } catch (Throwable e) {
                    say("no message", e);
                }
                tandem.start(() -> queue.put(new Parts(List.of(new byte[10])))).join();
                say("then", queue.take().parts().size(), queue.isEmpty());
            }
        }
    }
}
