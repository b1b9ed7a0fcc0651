package io.tandem.pool;

import io.tandem.codec.EncodeException;
import io.tandem.process.FailureBytes;
import java.io.IOException;

/**
 * An answer on its way to the client: slot int, generation int, and an outcome. An outcome is a byte and what belongs to it:
 * a value; a failure; for a chunk its length and as many outcomes; for a dead worker pid long, exit code int, signal int.
 */
final class Answer {
    private static final int VALUE = 1;
    private static final int FAILURE = 2;
    private static final int CHUNK = 3;
    private static final int DIED = 4;

    private Answer() {}

    static Packet begin(Packet packet, int slot, int generation) {
        return packet.clear().putInt(slot).putInt(generation);
    }

    static void value(Packet packet, Object value) {
        int begin = packet.position();
        try {
            packet.putByte(VALUE);
            Values.write(packet, value);
        } catch (EncodeException e) {
            packet.cut(begin);
            failure(packet, new EncodeException("the result of the task: " + e.getMessage(), e.getCause()));
        }
    }

    static void failure(Packet packet, Throwable thrown) {
        byte[] bytes;
        try {
            bytes = FailureBytes.of(thrown);
        } catch (IOException | RuntimeException | StackOverflowError notWritten) {
            bytes = new byte[0];
        }
        packet.putByte(FAILURE).putBytes(bytes).putText(thrown.getClass().getName());
    }

    static void chunk(Packet packet, int length) {
        packet.putByte(CHUNK).putInt(length);
    }

    static void died(Packet packet, long pid, int exitCode, int signal) {
        packet.putByte(DIED).putLong(pid).putInt(exitCode).putInt(signal);
    }

    /** Whether the worker died. */
    static boolean isDeath(Packet packet) {
        return packet.buffer().getByte(packet.position()) == DIED;
    }

    /** One outcome: a value, or a failure. */
    record Outcome(Object value, Throwable failure) {
        static Outcome failed(Throwable failure) {
            return new Outcome(null, failure);
        }
    }

    /** {@code program} sees the classes of the program. Never throws; the value of a chunk is a {@link Chunk}; or there is one failure for all. */
    static Outcome read(Packet packet, ClassLoader program) {
        try {
            int status = packet.getByte();
            return switch (status) {
                case VALUE -> new Outcome(Values.read(packet, program), null);
                case FAILURE -> Outcome.failed(readFailure(packet, program));
                case DIED ->
                    Outcome.failed(new WorkerDiedException(packet.getLong(), packet.getInt(), packet.getInt()));
                case CHUNK -> new Outcome(readChunk(packet, program), null);
                default -> throw new IOException("an answer with the unknown status " + status);
            };
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            return Outcome.failed(new IllegalStateException("the worker's answer cannot be read here: " + e, e));
        }
    }

    private static Throwable readFailure(Packet packet, ClassLoader program) {
        byte[] bytes = packet.getBytes();
        String name = packet.getText();
        try {
            return FailureBytes.read(bytes, program);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            return new IllegalStateException("the task threw " + name + ", which cannot be told", e);
        }
    }

    /** What came of the items of a chunk. */
    record Chunk(Object[] values, Throwable[] failures) {
        static Chunk of(int length) {
            return new Chunk(new Object[length], null);
        }

        /** All failed with the same. */
        static Chunk failed(int length, Throwable failure) {
            Throwable[] failures = new Throwable[length];
            java.util.Arrays.fill(failures, failure);
            return new Chunk(new Object[length], failures);
        }

        int length() {
            return values.length;
        }

        /** Null if it succeeded. */
        Throwable failure(int item) {
            return failures == null ? null : failures[item];
        }
    }

    /** A value that cannot be read does not hide those after it, for its bytes are counted; another damage ends the chunk. */
    private static Chunk readChunk(Packet packet, ClassLoader program) throws IOException, ClassNotFoundException {
        int length = packet.getInt();
        if (length < 0 || length > packet.length()) {
            throw new IOException("a chunk of " + length + " outcomes in " + packet.length() + " bytes");
        }
        Object[] values = new Object[length];
        Throwable[] failures = null;
        for (int i = 0; i < length; i++) {
            int begin = packet.position();
            if (packet.getByte() == VALUE && Values.isPlain(packet)) {
                values[i] = Values.read(packet, program);
                continue;
            }
            packet.position(begin);
            Outcome outcome = read(packet, program);
            values[i] = outcome.value();
            if (outcome.failure() != null) {
                failures = failures == null ? new Throwable[length] : failures;
                failures[i] = outcome.failure();
            }
        }
        return new Chunk(values, failures);
    }
}
