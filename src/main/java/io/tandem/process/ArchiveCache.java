package io.tandem.process;

import io.tandem.file.SafePath;
import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The directory class archives are kept in: {@code -Dio.tandem.cache=DIR}, else {@code $XDG_CACHE_HOME/tandem}, else
 * {@code ~/.cache/tandem}; mode 0700, and never one that another user could write to. Any number of JVMs at once: what has
 * its final name is whole.
 */
record ArchiveCache(Path directory) {
    /** {@code off}, or where the archives are. */
    static final String PROPERTY = "io.tandem.cache";

    private static final int MOST = 8;
    private static final int CHUNK = 1 << 20;

    /** Null if it is switched off. */
    static ArchiveCache ofThisUser() {
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.equals("off")) {
            return null;
        }
        if (!wanted.isEmpty()) {
            return new ArchiveCache(Path.of(wanted).toAbsolutePath());
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        boolean usable = xdg != null && xdg.startsWith("/");
        Path base = usable ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return new ArchiveCache(base.resolve("tandem"));
    }

    /** Makes the directory; refuses one that is not this user's alone. */
    void prepare() throws IOException {
        SharedDirectory.makePrivate(directory);
        SafePath.requireDirectory(directory);
    }

    /** An archive of this name that is undamaged, or null. Damaged ones are removed. */
    Path find(ArchiveName name) throws IOException {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        SafePath.requireDirectory(directory);
        Path found = null;
        for (Path archive : list(name.prefix() + "-", ArchiveName.SUFFIX)) {
            if (isWhole(archive, name)) {
                found = archive;
            } else {
                Files.deleteIfExists(archive);
            }
        }
        return found;
    }

    boolean refused(ArchiveName name) {
        return Files.exists(directory.resolve(name.prefix() + ".refused"));
    }

    /** Not to be tried again until a jar has changed. */
    void refuse(ArchiveName name) throws IOException {
        retire(name);
        Files.write(directory.resolve(name.prefix() + ".refused"), new byte[0]);
    }

    Path temporary() throws IOException {
        for (Path left : list("", "")) {
            String file = left.getFileName().toString();
            if (file.contains(".tmp")
                    && ProcessHandle.of(Long.parseLong(file.substring(0, file.indexOf('-'))))
                            .isEmpty()) {
                Files.deleteIfExists(left);
            }
        }
        return directory.resolve(ProcessHandle.current().pid() + "-" + ThisProcess.nextNumber() + ".tmp");
    }

    /** Gives a whole archive, once it is on the disk, its name, which vouches for it; and removes older ones. */
    Path publish(Path temporary, ArchiveName name) throws IOException {
        retire(name);
        try (FileChannel channel = FileChannel.open(temporary)) {
            channel.force(true);
        }
        Path archive = directory.resolve(
                name.prefix() + "-" + checksum(temporary) + "-" + ArchiveName.stamp(temporary) + ArchiveName.SUFFIX);
        Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = list("", ArchiveName.SUFFIX);
        all.sort(Comparator.comparing(ArchiveCache::age));
        for (Path oldest : all.subList(0, Math.max(0, all.size() - MOST))) {
            Files.deleteIfExists(oldest);
        }
        return archive;
    }

    /** JVMs that use an archive keep it when its name is gone. */
    private void retire(ArchiveName name) throws IOException {
        for (Path old : list(name.place() + "-", "")) {
            Files.deleteIfExists(old);
        }
    }

    private static java.nio.file.attribute.FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return java.nio.file.attribute.FileTime.fromMillis(0);
        }
    }

    private List<Path> list(String beginning, String end) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(beginning) && name.endsWith(end)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** Nobody wrote to it since it was published, or what is there has the same checksum. */
    private static boolean isWhole(Path archive, ArchiveName name) throws IOException {
        String file = archive.getFileName().toString();
        return file.endsWith("-" + ArchiveName.stamp(archive) + ArchiveName.SUFFIX)
                || file.startsWith(name.prefix() + "-" + checksum(archive) + "-");
    }

    private static String checksum(Path archive) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel = FileChannel.open(archive)) {
            while (channel.read(chunk.clear()) >= 0) {
                checksum.update(chunk.flip());
            }
        }
        return ArchiveName.hex(checksum.getValue()).substring(2 * Integer.BYTES);
    }
}
