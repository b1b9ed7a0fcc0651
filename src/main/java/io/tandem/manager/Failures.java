package io.tandem.manager;

import io.tandem.process.RemoteFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;

/**
 * How what a method threw gets to its caller: a stand-in and, where it can be serialized, the original. If that is made of
 * classes of the JDK and Tandem's only, it is read from the message; others come in a private file, trusted as tasks are.
 */
final class Failures {
    private Failures() {}

    /** The stand-in, and the original or an empty array. */
    static byte[][] bytes(Throwable thrown) {
        byte[] original;
        try {
            original = serialize(thrown);
        } catch (IOException | RuntimeException notSerializable) {
            original = new byte[0];
        }
        try {
            return new byte[][] {serialize(RemoteFailure.of(thrown)), original};
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] serialize(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Whether it is allowed in a message. */
    static boolean isPlain(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (!isPlain(each.getClass()) || each.getSuppressed().length > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive()
                || element.getModule() == Object.class.getModule()
                || element.getPackageName().startsWith("io.tandem.")
                        && element.getClassLoader() == Failures.class.getClassLoader()
                        && Throwable.class.isAssignableFrom(element);
    }

    /** The original, else the stand-in; behind the server's frames are those of the caller. */
    static Throwable thrown(byte[] standIn, byte[] original, boolean trusted) {
        Throwable thrown;
        try {
            thrown = (Throwable) read(original, trusted);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            thrown = standIn(standIn);
        }
        return behind(thrown);
    }

    private static Throwable standIn(byte[] bytes) {
        try {
            return (Throwable) read(bytes, false);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            return new io.tandem.codec.DecodeException("not what a method threw: " + e, e);
        }
    }

    private static Object read(byte[] bytes, boolean trusted) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            if (!trusted) {
                in.setObjectInputFilter(info -> info.serialClass() == null || isPlain(info.serialClass())
                        ? ObjectInputFilter.Status.UNDECIDED
                        : ObjectInputFilter.Status.REJECTED);
            }
            return in.readObject();
        }
    }

    private static Throwable behind(Throwable thrown) {
        StackTraceElement[] there = thrown.getStackTrace();
        StackTraceElement[] here = new Throwable().getStackTrace();
        StackTraceElement[] both = Arrays.copyOf(there, there.length + here.length);
        System.arraycopy(here, 0, both, there.length, here.length);
        thrown.setStackTrace(both);
        return thrown;
    }
}
