package io.tandem.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tandem.file.SharedFileException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one engine of a shared file in this JVM: all handles on the same file (same device, inode and UUID) share it and
 * its {@link #localLock()}, and the last {@link #release()} lets the mapping go. Any thread may call anything. Creating
 * and attaching cost a dozen system calls; nothing here blocks on another process.
 */
public final class SharedFile {
    /** What a kind of file keeps once per file and JVM. */
    public interface Engine {
        /** The last handle of this JVM was closed. */
        void lastReleased();
    }

    /** Sets the first values of a file that nobody else can see yet. */
    public interface Filler {
        Filler ZEROS = mapping -> {};

        void fill(Mapping body);
    }

    /** By identity and UUID, as text: the methods of a record would have to be linked in every child that starts. */
    private static final Map<String, SharedFile> OPEN = new HashMap<>();

    private final String key;
    private final Object identity;
    private final Path path;
    private final FileHeader header;
    private final Mapping mapping;
    private final ReentrantLock localLock = new ReentrantLock();
    private Engine engine;
    private int handles;

    private SharedFile(String key, Object identity, Path path, FileHeader header, Mapping mapping) {
        this.key = key;
        this.identity = identity;
        this.path = path;
        this.header = header;
        this.mapping = mapping;
    }

    /** Creates and attaches; {@code temporary} is a name in the same directory that no other creator uses. */
    public static SharedFile create(Path path, Path temporary, FileSpec spec, Filler filler) {
        JdkAccess.require();
        FileCreation.publish(path, temporary, spec, filler);
        return attach(path, spec.kind());
    }

    /** Attaches, or creates if there is no such file; refuses a file that was created with other parameters. */
    public static SharedFile createOrAttach(Path path, Path temporary, FileSpec spec, Filler filler) {
        while (true) {
            try {
                SharedFile file = Files.exists(path, NOFOLLOW_LINKS)
                        ? attach(path, spec.kind())
                        : create(path, temporary, spec, filler);
                try {
                    spec.requireSame(path, file.header);
                } catch (SharedFileException e) {
                    file.release();
                    throw e;
                }
                return file;
            } catch (SharedFileException e) {
                if (e.reason() != Reason.ALREADY_EXISTS && e.reason() != Reason.NOT_FOUND
                        || !Files.isDirectory(path.getParent())) {
                    throw e;
                }
            }
        }
    }

    /** Attaches to an existing file of this kind, or refuses it by name. The file is not changed. */
    public static SharedFile attach(Path path, Kind kind) {
        JdkAccess.require();
        try {
            return Uninterrupted.io(new Attaching(path, kind));
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    /** No lambda: it is what a child that starts comes by. */
    private record Attaching(Path path, Kind kind) implements Uninterrupted.Action<SharedFile> {
        @Override
        public SharedFile run() throws IOException {
            SharedFile file;
            do {
                file = open(path, kind, SafePath.requireFile(path));
            } while (file == null);
            return file;
        }
    }

    /** Returns null if the path names another file by now. */
    private static SharedFile open(Path path, Kind kind, Object identity) throws IOException {
        try (FileChannel channel = FileChannel.open(path, Set.of(READ, WRITE, NOFOLLOW_LINKS))) {
            ByteBuffer block = ByteBuffer.allocate(FileLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (block.hasRemaining() && channel.read(block, block.position()) >= 0) {
                // a short read is rare and legal
            }
            FileHeader header = FileHeader.decode(path, block, channel.size());
            header.requireKind(path, kind);
            if (!identity.equals(SafePath.identity(path))) {
                return null;
            }
            String key = identity + "/" + header.uuid();
            synchronized (OPEN) {
                SharedFile file = OPEN.get(key);
                if (file == null) {
                    file = new SharedFile(key, identity, path, header, Mapping.of(channel, header.fileBytes()));
                }
                if (file.destroyed()) {
                    file.destroy(); // whoever began it died before the name was gone
                    throw new NoSuchFileException(path.toString());
                }
                file.handles++;
                OPEN.put(key, file);
                return file;
            }
        }
    }

    public Path path() {
        return path;
    }

    public FileHeader header() {
        return header;
    }

    /** Whoever takes an address from it keeps this mapping, or what holds it, reachable during the access. */
    public Mapping mapping() {
        return mapping;
    }

    /** The address of a byte of the body; good while {@link #mapping()} is reachable. */
    public long body(long offset) {
        return mapping.address(FileLayout.BODY_AT + offset);
    }

    /** Orders the threads of this JVM where only one of them may play a role in the file. Dies with the JVM. */
    public ReentrantLock localLock() {
        return localLock;
    }

    /** What this JVM keeps per file, made at the first call; all handles see the same. */
    @SuppressWarnings("unchecked")
    public <T extends Engine> T engine(Supplier<T> make) {
        localLock.lock();
        try {
            if (engine == null) {
                engine = make.get();
            }
            return (T) engine;
        } finally {
            localLock.unlock();
        }
    }

    /** True once somebody destroyed the file; acquire, pairs with {@link #destroy()}. */
    public boolean destroyed() {
        return Memory.intAcquire(mapping, mapping.address(FileLayout.DESTROYED_AT)) == 1;
    }

    /** Refuses to go on if another file has this one's name by now; without any name it goes on. */
    public void requireNotReplaced() {
        Object found = SafePath.identity(path);
        if (found != null && !identity.equals(found)) {
            throw new SharedFileException(Reason.REPLACED, path, "file " + header.uuid(), "another one");
        }
    }

    /** Tells all participants, then takes the name away. Attached JVMs keep their memory. Harmless when repeated. */
    public void destroy() {
        CrashPoint.at("destroy.begun");
        Memory.intRelease(mapping, mapping.address(FileLayout.DESTROYED_AT), 1); // pairs with destroyed()
        CrashPoint.at("destroy.marked");
        if (identity.equals(SafePath.identity(path))) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw SafePath.refusal(path, e);
            }
        }
        CrashPoint.at("destroy.done");
    }

    /** Sets the mark of {@link #destroy()} in every shared file of a directory that is about to be removed. */
    public static void markAllDestroyed(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                try {
                    if (Files.isRegularFile(entry, NOFOLLOW_LINKS) && Files.size(entry) >= FileLayout.BODY_AT) {
                        markDestroyed(entry);
                    }
                } catch (NoSuchFileException gone) {
                    // its owner removed it meanwhile
                }
            }
        }
    }

    private static void markDestroyed(Path file) throws IOException {
        Uninterrupted.io(() -> {
            try (FileChannel channel = FileChannel.open(file, Set.of(READ, WRITE, NOFOLLOW_LINKS))) {
                ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                channel.read(magic, FileLayout.MAGIC_AT);
                if (magic.getLong(0) == FileLayout.MAGIC) {
                    CrashPoint.at("destroy.marking");
                    channel.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0}), FileLayout.DESTROYED_AT);
                    CrashPoint.at("destroy.one");
                }
                return null;
            }
        });
    }

    /** One handle less; after the last one the mapping goes when no thread can reach it any more. */
    public void release() {
        synchronized (OPEN) {
            if (--handles > 0) {
                return;
            }
            OPEN.remove(key);
        }
        if (engine != null) {
            engine.lastReleased();
        }
    }

    /** How many handles of this JVM share this engine. */
    public int handles() {
        synchronized (OPEN) {
            return handles;
        }
    }
}
