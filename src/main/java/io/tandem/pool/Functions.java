package io.tandem.pool;

import io.tandem.owner.SharedDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The functions that this JVM has sent. The first task of a function carries it; when there is a second one, it is written to
 * a private file, once, and tasks carry its number. The file goes when the function is garbage, or with this JVM. Any thread.
 */
final class Functions {
    private static final String SUFFIX = "fn";

    private final SharedDirectory directory;
    private final Map<Sent, Sent> sent = new HashMap<>();
    private final ReferenceQueue<Object> garbage = new ReferenceQueue<>();
    private volatile Sent last;

    /** By identity. */
    private static final class Sent extends WeakReference<Object> {
        private final int hash;
        private Path file;
        private volatile int number;

        Sent(Object function, ReferenceQueue<Object> garbage) {
            super(function, garbage);
            hash = System.identityHashCode(function);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Sent that && get() != null && get() == that.get();
        }
    }

    Functions(SharedDirectory directory) {
        this.directory = directory;
    }

    /** Where the function of this number lies that the participant sent; see {@code PrivateNames}. */
    static Path file(Path directory, long participant, int number) {
        return directory.resolve(
                "." + (participant & 0xfff) + "." + (participant >>> 12) + "." + number + "." + SUFFIX);
    }

    /** Appends the function, or its number. The caller keeps the function until the task is over. */
    void write(Packet packet, Object function) {
        Sent known = last;
        int number = known != null && known.refersTo(function) ? known.number : 0;
        if (number == 0) {
            number = number(function);
        }
        packet.putInt(number);
        if (number == TaskMessage.INLINE) {
            packet.putBytes(serialized(function));
        }
    }

    private synchronized int number(Object function) {
        for (Reference<?> gone = garbage.poll(); gone != null; gone = garbage.poll()) {
            Sent entry = (Sent) gone;
            sent.remove(entry);
            delete(entry);
        }
        Sent entry = new Sent(function, garbage);
        Sent known = sent.putIfAbsent(entry, entry);
        if (known == null) {
            return TaskMessage.INLINE;
        }
        entry.clear();
        if (known.number == 0) {
            known.file = directory.privatePath(SUFFIX);
            try {
                Files.write(known.file, serialized(function));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write a function to " + known.file, e);
            }
            known.number = Integer.parseInt(known.file.getFileName().toString().split("\\.")[3]);
        }
        last = known;
        return known.number;
    }

    private static void delete(Sent entry) {
        try {
            if (entry.file != null) {
                Files.deleteIfExists(entry.file);
            }
        } catch (IOException leftToTheSweep) {
            // it carries this JVM's id in its name
        }
    }

    synchronized void deleteAll() {
        sent.keySet().forEach(Functions::delete);
        sent.clear();
        last = null;
    }

    private static byte[] serialized(Object function) {
        if (!(function instanceof Serializable)) {
            throw new IllegalArgumentException("the task " + function.getClass().getName()
                    + " is not serializable, so it cannot travel to a worker. Give the lambda to the pool directly"
                    + " (submit, execute of ProcessPool itself), or cast it where it is made: (Callable<T> &"
                    + " Serializable) () -> ... or (Runnable & Serializable) () -> ...");
        }
        try {
            return Values.serialize(function);
        } catch (io.tandem.codec.EncodeException e) {
            throw new IllegalArgumentException(
                    "the task captures what cannot travel to a worker: "
                            + (e.getCause() == null ? "" : e.getCause().getMessage())
                            + " is not java.io.Serializable" + captured(function)
                            + ". A lambda that uses a field or method of the surrounding object captures that whole"
                            + " object (this): copy the field to a local variable, or let the class implement"
                            + " Serializable",
                    e.getCause());
        }
    }

    /** The kinds of what a lambda holds, as far as they are not serializable. */
    private static String captured(Object function) {
        StringBuilder text = new StringBuilder();
        for (Field field : function.getClass().getDeclaredFields()) {
            Class<?> type = field.getType();
            if (!type.isPrimitive() && !Serializable.class.isAssignableFrom(type)) {
                text.append(text.length() == 0 ? " (it holds " : ", ")
                        .append(field.getName())
                        .append(": ")
                        .append(type.getName());
            }
        }
        return text.append(text.length() == 0 ? "" : ")").toString();
    }
}
