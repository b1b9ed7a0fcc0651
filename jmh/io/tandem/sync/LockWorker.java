package io.tandem.sync;

import io.tandem.file.SharedFileException;
import io.tandem.value.SharedLong;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One process of {@link LockVersus}: locks as long as it is told, and checks the counter that the lock protects. */
final class LockWorker {
    /** Locks between two looks at the clock. */
    private static final int BATCH = 1_000;

    private LockWorker() {}

    /** Locks, adds one to the counter, unlocks. */
    private interface Section {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        LockVersus.Contestant contestant = LockVersus.Contestant.valueOf(arguments[0]);
        Path path = Path.of(arguments[1]);
        SharedLong counter = SharedLong.createOrAttach(path.resolveSibling(path.getFileName() + "-counter"), 0);
        Section section = section(contestant, path, counter);
        int batch = contestant == LockVersus.Contestant.FILE ? 10 : BATCH;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        System.out.println(0);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            int millis = Integer.parseInt(line);
            System.out.println(millis == LockVersus.COUNTER ? counter.get() : work(section, millis, batch));
        }
    }

    private static long work(Section section, int millis, int batch) throws Exception {
        long deadline = LockVersus.deadline(millis);
        long count = 0;
        while (System.nanoTime() - deadline < 0) {
            for (int i = 0; i < batch; i++) {
                section.run();
            }
            count += batch;
        }
        return count;
    }

    private static Section section(LockVersus.Contestant contestant, Path path, SharedLong counter) throws Exception {
        return switch (contestant) {
            case OURS -> locked(SharedLock.createOrAttach(path), counter);
            case REENTRANT -> locked(SharedReentrantLock.createOrAttach(path), counter);
            case FAIR -> locked(fair(path), counter);
            case JDK -> locked(new ReentrantLock(), counter);
            case FILE -> fileLocked(path, counter);
            default -> throw new IllegalArgumentException(contestant.name());
        };
    }

    private static SharedLock fair(Path path) {
        try {
            return SharedLock.create(path, LockOptions.DEFAULT.fair());
        } catch (SharedFileException faster) {
            return SharedLock.attach(path);
        }
    }

    private static Section locked(Lock lock, SharedLong counter) {
        return () -> {
            lock.lock();
            counter.setPlain(counter.getPlain() + 1);
            lock.unlock();
        };
    }

    private static Section fileLocked(Path path, SharedLong counter) throws Exception {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return () -> {
            try (FileLock held = channel.lock()) {
                counter.setPlain(counter.getPlain() + 1);
            }
        };
    }
}
