package io.tandem.process;

import io.tandem.file.JdkAccess;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.SharedEvent;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import io.tandem.wait.Doorman;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The life of a typical child, in a directory of its own: an envelope with a task that captures shared things is written,
 * read and run. Whoever went through it has loaded and linked what the next child needs. The main class of the JVM that
 * makes a {@link ClassArchive}; a spare does it while it waits.
 */
final class Rehearsal {
    static final int TIMES = 30;
    private static final long FUTEX_SECONDS = 5;

    private Rehearsal() {}

    /** The argument is the name of a class of the user's, to be loaded but not initialized. */
    public static void main(String[] arguments) throws Exception {
        Thread lifeLine = new Thread(Rehearsal::awaitParentsEnd, "tandem-parent-watch");
        lifeLine.setDaemon(true);
        lifeLine.start();
        CountDownLatch bells = new CountDownLatch(1);
        Doorman.whenReady(bells::countDown);
        new ChildMain.Linker().run();
        JdkAccess.openToAll();
        run(TIMES, () -> false);
        for (Class<?> needed : ChildMain.class.getNestMembers()) {
            link(needed.getName());
        }
        link(arguments[0]);
        boolean slept = bells.await(FUTEX_SECONDS, TimeUnit.SECONDS);
        assert slept || !Doorman.state().equals("futex");
    }

    /** Loads and verifies a class of the user's; none of its code runs. */
    static void link(String className) {
        try {
            Class.forName(className, false, Rehearsal.class.getClassLoader()).getDeclaredMethods();
        } catch (ClassNotFoundException | LinkageError atItsOwnTime) {
            // whoever needs it will be told
        }
    }

    private static void awaitParentsEnd() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever written to it
            }
        } catch (IOException broken) {
            // as good as the end
        }
        Runtime.getRuntime().halt(Launch.SIGNAL_BASE + Launch.SIGTERM);
    }

    /** At most so many times, so that the JIT compiler has something to go by. */
    static void run(int times, BooleanSupplier enough) throws Exception {
        SharedDirectory directory = SharedDirectory.openAnonymous();
        try {
            ParentProcess parent = new ParentProcess(0, "rehearsal", 0);
            parent.watch(FileChannel.open(Path.of("/dev/null")), false);
            SharedLong number = SharedLong.create(directory.freshPath("long"), 0);
            SharedEvent event = SharedEvent.create(directory.freshPath("event"));
            SharedValue<String> value = SharedValue.create(directory.freshPath("value"), String.class, "");
            SharedQueue<String> queue = SharedQueue.create(directory.freshPath("queue"), String.class);
            ChildProcess child = ChildProcess.rehearsing(() -> {
                number.getAndAdd(1);
                value.set("rehearsed");
                queue.put(value.get());
                event.set();
            });
            ChildProcess plain = ChildProcess.rehearsing(() -> number.getAndAdd(2));
            for (int i = 0; i < times && !enough.getAsBoolean(); i++) {
                live(directory, plain);
                live(directory, child);
                event.await();
                queue.take();
            }
            parent.onExit().join();
        } finally {
            SharedObject.closeAll(directory);
            directory.destroy();
            directory.release();
        }
    }

    private static void live(SharedDirectory directory, ChildProcess child) throws Exception {
        Path file = directory.privatePath("task");
        Envelope.write(directory, child, directory.privatePath("failure"), file);
        Envelope envelope = Envelope.read(file);
        envelope.prepareToOpen();
        envelope.open().run();
        Files.delete(file);
    }
}
