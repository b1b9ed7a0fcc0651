package io.tandem.spill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Jvm;
import io.tandem.support.Skip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Longer than any buffer, in a JVM with a small heap. */
class LargeSpillTest {
    private static final long LENGTH = (5L << 30) + 12_345;

    @TempDir
    private Path temporary;

    /** Makes, and checks, bytes that tell their place. */
    private static final class Counting implements ReadableByteChannel, WritableByteChannel {
        private long at;

        private static byte expected(long at) {
            return (byte) (at * 31 >>> 5 ^ at >>> 20);
        }

        @Override
        public int read(ByteBuffer target) {
            if (at == LENGTH) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), LENGTH - at);
            for (int i = 0; i < count; i++) {
                target.put(expected(at++));
            }
            tell("read", count);
            return count;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            while (source.hasRemaining()) {
                if (source.get() != expected(at++)) {
                    throw new IOException("wrong at " + (at - 1));
                }
            }
            tell("checked", count);
            return count;
        }

        private void tell(String what, int count) {
            if (at >> 30 != at - count >> 30) {
                System.out.println(what + " " + (at >> 30));
            }
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    static final class RoundTrip {
        public static void main(String[] arguments) throws IOException {
            try (Spilling spilling = new Spilling(Path.of(arguments[0]), null)) {
                long reference = spilling.files.write(0, new Counting());
                try (SharedBytes bytes = spilling.files.open(reference)) {
                    spilling.files.delete(reference);
                    Counting check = new Counting();
                    System.out.println("transferred " + bytes.transferTo(check) + " of " + check.at);
                }
            }
        }
    }

    @Test
    @Tag("full")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void fiveGigabytesInConstantMemory() throws Exception {
        Skip.LARGE_DISK.unless(Files.getFileStore(temporary).getUsableSpace() >= 6L << 30);
        List<String> flags = List.of("-Xmx32m", "-XX:MaxDirectMemorySize=4m");
        Path queue = temporary.resolve("tandem/queue");
        try (Jvm jvm = Jvm.start(flags, RoundTrip.class, queue.toString())) {
            for (long gib = 1; gib <= LENGTH >> 30; gib++) {
                jvm.awaitLine("read " + gib);
            }
            for (long gib = 1; gib <= LENGTH >> 30; gib++) {
                jvm.awaitLine("checked " + gib);
            }
            assertTrue(jvm.awaitSuccess().contains("transferred " + LENGTH + " of " + LENGTH), jvm::toString);
        }
        try (Spilling spilling = new Spilling(queue, null)) {
            assertEquals(Set.of(), spilling.names());
        }
    }
}
