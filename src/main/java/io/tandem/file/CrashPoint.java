package io.tandem.file;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A named place between two shared writes of a protocol, where a test stops a JVM in order to kill it. Off (and free:
 * the JIT removes it) unless the JVM was started with {@code -Dio.tandem.crashPoint=name} or {@code =name#3} for the
 * third passage: then the thread that gets there prints {@code CRASHPOINT name} and stays there for ever.
 */
public final class CrashPoint {
    /** The property that arms one point; never handed on to children. */
    public static final String PROPERTY = "io.tandem.crashPoint";

    private static final String ARMED = System.getProperty(PROPERTY);
    private static final AtomicInteger PASSAGES = new AtomicInteger();

    private CrashPoint() {}

    public static void at(String name) {
        if (ARMED != null && ARMED.startsWith(name)) {
            stopAt(name);
        }
    }

    private static void stopAt(String name) {
        int hash = ARMED.indexOf('#');
        if (!name.equals(hash < 0 ? ARMED : ARMED.substring(0, hash))) {
            return;
        }
        int wanted = hash < 0 ? 1 : Integer.parseInt(ARMED.substring(hash + 1));
        if (PASSAGES.incrementAndGet() == wanted) {
            System.out.println("CRASHPOINT " + name);
            System.out.flush();
            while (true) {
                LockSupport.park();
            }
        }
    }
}
