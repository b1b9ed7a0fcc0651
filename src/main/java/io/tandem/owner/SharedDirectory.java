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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private final PrivateNames names;
    private int handles = 1;

    private SharedDirectory(Path path, Object identity, LockFile life) throws IOException {
        this.path = path;
        this.identity = identity;
        this.life = life;
        this.registry = openRegistry();
        this.participants = new Participants(life, registry, ProcStat.SYSTEM);
        this.names = new PrivateNames(path, participants);
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
                makePrivate(absolute);
            }
            return attach(absolute, create);
        } catch (IOException e) {
            throw SafePath.refusal(absolute, e);
        }
    }

    /** Makes a directory, mode 0700, and those above it, unless it is there. */
    public static void makePrivate(Path path) throws IOException {
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
                ExitActions.last(new Exit());
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
        requireLocal(path);
    }

    /** Refuses what lies on another machine. */
    public static void requireLocal(Path path) throws IOException {
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
        Path temporary = PrivateNames.birth(path);
        SharedFile made = SharedFile.createOrAttach(file, temporary, ParticipantsLayout.SPEC, SharedFile.Filler.ZEROS);
        PrivateNames.deleteBirths(path); // of the dead, and of the slower, who will find the registry instead
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
        return names.fresh(prefix);
    }

    /** Whether a name that {@link #freshPath} gave is a dead participant's. */
    public boolean isDeadsName(Path fresh) {
        return names.isDeads(fresh);
    }

    /** A path for a file only this participant knows; swept after its death. */
    public Path privatePath(String suffix) {
        return privatePath(path, suffix);
    }

    /** The same in a folder that {@link #sweep(Path)} is called for. */
    public Path privatePath(Path folder, String suffix) {
        return names.privately(folder, suffix);
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
        names.sweep();
    }

    /** Deletes private files in one folder whose owners are dead. */
    public void sweep(Path folder) {
        names.sweep(folder);
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
            if (isAnonymous()) {
                AnonymousRoot.sweep(path.getParent());
            }
        } catch (IOException e) {
            throw SafePath.refusal(path, e);
        }
    }

    private boolean isAnonymous() {
        return path.getParent().getFileName() != null
                && path.getParent().getFileName().toString().equals("tandem-" + SafePath.uid());
    }

    private record Exit() implements Runnable {
        @Override
        public void run() {
            List<SharedDirectory> all;
            synchronized (ATTACHED) {
                all = new ArrayList<>(ATTACHED.values());
            }
            for (SharedDirectory directory : all) {
                directory.exitInOrder();
            }
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

    @Override
    public String toString() {
        return path + " as " + participants;
    }
}
