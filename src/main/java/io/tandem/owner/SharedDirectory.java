package io.tandem.owner;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.tandem.file.FileSpec;
import io.tandem.file.JdkAccess;
import io.tandem.file.Kind;
import io.tandem.file.SafePath;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Tandem directory as this JVM is attached to it: one engine per directory and JVM, counted by its handles. While it
 * is attached, this JVM is one of its participants; when the last handle closes, it detaches. Any thread may call
 * anything. Kernel class: users have {@code Tandem}.
 */
public final class SharedDirectory {
    private static final Set<String> NETWORK =
            Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph");
    private static final Map<Object, SharedDirectory> ATTACHED = new HashMap<>();

    private final Path path;
    private final Object identity;
    private final LockFile life;
    private final SharedFile registry;
    private final Participants participants;
    private final AtomicLong names = new AtomicLong();
    private int handles = 1;

    private SharedDirectory(Path path, Object identity, LockFile life) throws IOException {
        this.path = path;
        this.identity = identity;
        this.life = life;
        this.registry = openRegistry();
        this.participants = new Participants(life, registry, ProcStat.SYSTEM);
    }

    /** Makes and attaches an anonymous directory, then removes those whose users are all gone. */
    public static SharedDirectory openAnonymous() {
        JdkAccess.require();
        try {
            SharedDirectory directory = AnonymousRoot.bear(born -> attach(born, true));
            AnonymousRoot.sweep(directory.path.getParent());
            return directory;
        } catch (IOException e) {
            throw SafePath.refusal(Path.of("/dev/shm"), e);
        }
    }

    /** Attaches to a Tandem directory; with {@code create} makes it one if it is missing or an ordinary directory. */
    public static SharedDirectory open(Path path, boolean create) {
        JdkAccess.require();
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (create && !Files.exists(absolute, NOFOLLOW_LINKS)) {
                makeDirectory(absolute);
            }
            return attach(absolute, create);
        } catch (IOException e) {
            throw SafePath.refusal(absolute, e);
        }
    }

    private static void makeDirectory(Path path) throws IOException {
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        try {
            Files.createDirectory(path, AnonymousRoot.OWNER_ONLY);
        } catch (FileAlreadyExistsException faster) {
            // another JVM made it
        }
    }

    private static SharedDirectory attach(Path path, boolean create) throws IOException {
        Object identity = SafePath.requireDirectory(path);
        synchronized (ATTACHED) {
            SharedDirectory attached = ATTACHED.get(identity);
            if (attached != null) {
                attached.handles++;
                return attached;
            }
            if (!Files.exists(lifePath(path), NOFOLLOW_LINKS)) {
                requireUsable(path, create);
            }
            String other = AttachedHere.claim(identity);
            if (other != null) {
                throw new SharedFileException(
                        Reason.SECOND_LIBRARY, path, "one copy of Tandem in this JVM", "another one in " + other);
            }
            try {
                attached = attachFirst(path, identity);
            } finally {
                if (attached == null) {
                    AttachedHere.release(identity);
                }
            }
            if (ATTACHED.isEmpty()) {
                ExitActions.last(EXIT);
            }
            ATTACHED.put(identity, attached);
            return attached;
        }
    }

    private static SharedDirectory attachFirst(Path path, Object identity) throws IOException {
        LockFile life = LockFile.open(lifePath(path));
        SharedDirectory attached = null;
        try {
            attached = life == null ? null : new SharedDirectory(path, identity, life);
            if (attached == null || !life.isCurrent()) {
                attached = null;
                throw new SharedFileException(Reason.NOT_FOUND, path, "a Tandem directory", "one being removed");
            }
            return attached;
        } finally {
            if (attached == null && life != null) {
                life.close();
            }
        }
    }

    private static void requireUsable(Path path, boolean create) throws IOException {
        if (!create) {
            throw new SharedFileException(Reason.NOT_FOUND, path, "a Tandem directory", "an ordinary directory");
        }
        FileStore store = Files.getFileStore(path);
        if (NETWORK.contains(store.type())) {
            throw new SharedFileException(Reason.UNSUPPORTED_FILE_SYSTEM, path, "a local file system", store.type());
        }
    }

    /** Made by whoever comes first, before it can be a participant: so its temporary name is a random one. */
    private SharedFile openRegistry() throws IOException {
        Path file = path.resolve(".participants");
        if (Files.exists(file, NOFOLLOW_LINKS)) {
            return SharedFile.attach(file, ParticipantsLayout.KIND);
        }
        Path temporary = path.resolve(".birth-" + UUID.randomUUID());
        SharedFile made = SharedFile.createOrAttach(file, temporary, ParticipantsLayout.SPEC, SharedFile.Filler.ZEROS);
        deleteAll(".birth-*"); // of the dead, and of the slower, who will find the registry instead
        return made;
    }

    static Path lifePath(Path directory) {
        return directory.resolve(".life");
    }

    public Path path() {
        return path;
    }

    public Participants participants() {
        return participants;
    }

    /** A path in this directory that no other participant uses; names beginning with a dot are not for users. */
    public Path freshPath(String prefix) {
        return path.resolve(prefix + "-" + tag() + names.incrementAndGet());
    }

    /** Begins every private name this participant gives, so that it can be swept after its death. */
    private String tag() {
        return ParticipantsLayout.slotOf(participants.self()) + "." + ParticipantsLayout.epochOf(participants.self())
                + ".";
    }

    /** A path for a file only this participant knows; swept after its death. */
    public Path privatePath(String suffix) {
        return path.resolve("." + tag() + names.incrementAndGet() + "." + suffix);
    }

    public SharedFile create(Path file, FileSpec spec, SharedFile.Filler filler) {
        return SharedFile.create(file, privatePath("tmp"), spec, filler);
    }

    public SharedFile createOrAttach(Path file, FileSpec spec, SharedFile.Filler filler) {
        return SharedFile.createOrAttach(file, privatePath("tmp"), spec, filler);
    }

    public SharedFile attach(Path file, Kind kind) {
        return SharedFile.attach(file, kind);
    }

    /** Deletes private files whose owners are dead, and what creators of the registry left behind. */
    public void sweep() {
        try {
            deleteAll(".birth-*");
        } catch (IOException leftToTheNext) {
            // a sweep is a courtesy
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, ".[0-9]*.[0-9]*.*.*")) {
            for (Path entry : entries) {
                if (participants.isDead(owner(entry))) {
                    AnonymousRoot.removeTree(entry);
                }
            }
        } catch (IOException leftToTheNext) {
            // a sweep is a courtesy
        }
    }

    /** Whose private file it is; this JVM's own if its name tells nothing. */
    private long owner(Path privateFile) {
        String[] parts = privateFile.getFileName().toString().split("\\.");
        try {
            return ParticipantsLayout.id(Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException notOurs) {
            return participants.self();
        }
    }

    private void deleteAll(String glob) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, glob)) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /** One handle less; the last one detaches this JVM. */
    public void release() {
        synchronized (ATTACHED) {
            if (--handles > 0) {
                return;
            }
            ATTACHED.remove(identity);
            participants.detach();
            closeLife();
            registry.release();
            AttachedHere.release(identity);
        }
    }

    private void closeLife() {
        try {
            life.close();
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    /** Marks every shared file destroyed, removes the directory with all that is in it; attached JVMs keep memory. */
    public void destroy() {
        try {
            SharedFile.markAllDestroyed(path);
            AnonymousRoot.remove(path);
            AnonymousRoot.sweep(path.getParent());
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    private boolean isAnonymous() {
        return path.getParent().getFileName() != null
                && path.getParent().getFileName().toString().equals("tandem-" + SafePath.uid());
    }

    private static void exit() {
        List<SharedDirectory> all;
        synchronized (ATTACHED) {
            all = new ArrayList<>(ATTACHED.values());
        }
        for (SharedDirectory directory : all) {
            directory.exitInOrder();
        }
    }

    /** The memory and the life lock stay until the process ends: other threads may still be at work. */
    private void exitInOrder() {
        participants.exiting();
        try {
            if (isAnonymous() && life.tryLockAllBut(participants.slot())) {
                AnonymousRoot.remove(path);
                AnonymousRoot.sweep(path.getParent());
            }
        } catch (IOException leftToTheNext) {
            // the next anonymous open sweeps it
        }
    }

    private static final Runnable EXIT = SharedDirectory::exit;

    @Override
    public String toString() {
        return path + " as " + participants;
    }
}
