package io.tandem.versus;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import org.agrona.concurrent.UnsafeBuffer;

/** {@code java.io} streams over a named pipe; both ends block. Its buffer is the kernel's, Java cannot ask for more. */
final class FifoLink {
    private static final int READ_BYTES = 64 << 10;

    private FifoLink() {}

    /** Open for reading and writing: so neither end waits for the other one to open it. */
    private static RandomAccessFile open(Place place) throws IOException {
        return new RandomAccessFile(place.await(place.file(".fifo")).toFile(), "rw");
    }

    private static void make(Place place) throws IOException {
        String path = place.file(".tmp").toString();
        if (new ProcessBuilder("mkfifo", path)
                        .inheritIO()
                        .start()
                        .onExit()
                        .join()
                        .exitValue()
                != 0) {
            throw new IOException("mkfifo " + path + " failed");
        }
        place.publish(place.file(".tmp"), place.file(".fifo"));
    }

    static Receiver receiver(Place place, Sink sink) {
        try {
            make(place);
            FileInputStream in = new FileInputStream(open(place).getFD());
            byte[] bytes = new byte[Math.max(READ_BYTES, place.size())];
            UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            int size = place.size();
            return new Receiver() {
                private int held;

                @Override
                public int poll() {
                    try {
                        held += in.read(bytes, held, bytes.length - held);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    int messages = held / size;
                    for (int i = 0; i < messages; i++) {
                        sink.accept(buffer, i * size, size);
                    }
                    held -= messages * size;
                    System.arraycopy(bytes, messages * size, bytes, 0, held);
                    return messages;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sender sender(Place place, int batch) {
        try {
            FileOutputStream fifo = new FileOutputStream(open(place).getFD());
            OutputStream out = batch == 1 ? fifo : new BufferedOutputStream(fifo, batch);
            byte[] bytes = new byte[place.size()];
            UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            return sequence -> {
                Payload.fill(buffer, 0, bytes.length, sequence);
                try {
                    out.write(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return true;
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
