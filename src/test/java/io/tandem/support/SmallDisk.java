package io.tandem.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

/** A file system of a few megabytes, so that it can be full. A test without the right to mount is skipped. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    public static SmallDisk mount(Path path, long bytes) throws InterruptedException {
        Skip.MOUNT.unless(
                run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + bytes, "tandem-test", path.toString()) == 0);
        return new SmallDisk(path);
    }

    /** Lazily, for mappings that are not yet collected keep it busy. */
    @Override
    public void close() throws InterruptedException {
        assertEquals(0, run("umount", "--lazy", path.toString()));
    }

    private static int run(String... command) throws InterruptedException {
        try (Jvm process = Jvm.run(List.of(command))) {
            return process.awaitExit();
        }
    }
}
