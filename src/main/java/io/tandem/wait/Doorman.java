package io.tandem.wait;

import io.tandem.file.JdkAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads the {@link Futex} of this JVM in the background: that takes a tenth of a second, which nobody is to wait for. A
 * JVM that is just born is left alone for a while, unless one of its threads has to sleep. Whoever needs to know is told
 * when it is there.
 */
public final class Doorman {
    /** A JVM that lives shorter never loads it. */
    private static final long GRACE_NANOS = 100_000_000;

    private static volatile Futex futex;
    private static volatile String state = "back-off until the futex is loaded";
    private static volatile boolean hurry;
    private static Thread loader;
    private static final List<Runnable> WAITING = new ArrayList<>();

    private Doorman() {}

    /** Null while there is none, and where there cannot be one. */
    static Futex futex() {
        return futex;
    }

    /** Runs the action once this JVM can ring bells and heeds the fences of others; never, if it cannot. */
    public static void whenReady(Runnable action) {
        synchronized (WAITING) {
            if (futex == null) {
                WAITING.add(action);
                start();
                return;
            }
        }
        action.run();
    }

    /** The action is not needed any more. */
    public static void forget(Runnable action) {
        synchronized (WAITING) {
            WAITING.remove(action);
        }
    }

    /** A thread is about to sleep. */
    static void hurry() {
        if (!hurry) {
            hurry = true;
            synchronized (WAITING) {
                start();
                LockSupport.unpark(loader);
            }
        }
    }

    /** Instead of a thread of its own: one that is about to start, and will call {@link #load}. */
    public static void loadBy(Thread thread) {
        synchronized (WAITING) {
            loader = loader == null ? thread : loader;
        }
    }

    private static void start() {
        if (loader == null) {
            loader = new Loader();
            loader.setDaemon(true);
            loader.start();
        }
    }

    /** No lambda: every child that starts comes by here. */
    private static final class Loader extends Thread {
        Loader() {
            super("tandem-futex");
        }

        @Override
        public void run() {
            load();
        }
    }

    /** Once, by the thread that was named. */
    public static void load() {
        long born = System.nanoTime();
        while (!hurry && System.nanoTime() - born < GRACE_NANOS) {
            LockSupport.parkNanos(GRACE_NANOS);
        }
        Futex opened;
        try {
            if (Boolean.getBoolean("io.tandem.noFutex")) {
                throw new UnsupportedOperationException("switched off by -Dio.tandem.noFutex=true");
            }
            JdkAccess.enableNativeAccess("com.kenai.jffi.Library");
            opened = Futex.open();
        } catch (LinkageError | RuntimeException refused) {
            state = "back-off: " + (refused instanceof NoClassDefFoundError ? "jffi is missing" : refused.getMessage());
            return;
        }
        List<Runnable> told;
        synchronized (WAITING) {
            futex = opened;
            state = "futex";
            told = new ArrayList<>(WAITING);
            WAITING.clear();
        }
        told.forEach(Runnable::run);
    }

    /** How threads of this JVM sleep, for people. */
    public static String state() {
        return state;
    }
}
