package io.tandem.process;

import io.tandem.file.JdkAccess;
import io.tandem.owner.SharedDirectory;
import io.tandem.owner.SharedObject;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.SharedEvent;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import io.tandem.wait.Doorman;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
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
    /** C1 compiles what was called 200 times. */
    private static final int READS = 250;

    private static final int SERIALIZATIONS = 30;
    private static final long FUTEX_SECONDS = 5;

    private Rehearsal() {}

    /** The argument is the name of a class of the user's, to be loaded but not initialized. */
    public static void main(String[] arguments) throws Exception {
        Thread lifeLine = new Thread(Rehearsal::awaitParentsEnd, "tandem-parent-watch");
        lifeLine.setDaemon(true);
        lifeLine.start();
        CountDownLatch bells = new CountDownLatch(1);
        Doorman.whenReady(bells::countDown);
        InputStream.nullInputStream();
        JdkAccess.openToMine();
        JdkAccess.openToAll();
        run(() -> false);
        for (Class<?> needed : ChildMain.class.getNestMembers()) {
            link(needed.getName());
        }
        link(FileNotFoundException.class.getName()); // for who takes the place of a dead one
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

    /** Until the JIT compiler has seen enough, or until it is enough. */
    static void run(BooleanSupplier enough) throws Exception {
        run(READS, SERIALIZATIONS, enough);
    }

    /** Reads a plain envelope so often, writes and reads a serialized one so often. */
    static void run(int reads, int serializations, BooleanSupplier enough) throws Exception {
        SharedDirectory directory = SharedDirectory.openAnonymous();
        try {
            LifeLine lifeLine = new LifeLine(FileChannel.open(Path.of("/dev/null")));
            lifeLine.start();
            ParentProcess parent = new ParentProcess(0, "rehearsal", 0);
            lifeLine.watch(parent, false);
            plain(directory, reads, enough);
            serialized(directory, serializations, enough);
            parent.onExit().join();
        } finally {
            SharedObject.closeAll(directory);
            directory.destroy();
            directory.release();
        }
    }

    /** What it captured is attached each time. */
    private static void plain(SharedDirectory directory, int times, BooleanSupplier enough) throws Exception {
        SharedLong number = SharedLong.create(directory.freshPath("long"), 0);
        byte[] sent = sent(directory, ChildProcess.rehearsing(() -> number.getAndAdd(2)));
        for (int i = 0; i < times && !enough.getAsBoolean(); i++) {
            SharedObject.closeAll(directory);
            live(received(directory, sent));
        }
    }

    private static void serialized(SharedDirectory directory, int times, BooleanSupplier enough) throws Exception {
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
        for (int i = 0; i < times && !enough.getAsBoolean(); i++) {
            Envelope envelope = received(directory, sent(directory, child));
            if (i == 0) {
                envelope.prepareToOpen();
            }
            live(envelope);
            event.await();
            queue.take();
        }
    }

    /** What a pipe brings a child. */
    private static byte[] sent(SharedDirectory directory, ChildProcess child) throws IOException {
        ByteArrayOutputStream envelope = new ByteArrayOutputStream();
        Envelope.write(directory, child, directory.privatePath("failure"), envelope);
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        Envelope.send(envelope, file(directory), pipe);
        return pipe.toByteArray();
    }

    private static Envelope received(SharedDirectory directory, byte[] sent) throws IOException {
        return Envelope.receive(new ByteArrayInputStream(sent), file(directory));
    }

    private static Path file(SharedDirectory directory) {
        return directory.path().resolve(".task");
    }

    private static void live(Envelope envelope) throws Exception {
        envelope.parent();
        envelope.open().run();
    }
}
