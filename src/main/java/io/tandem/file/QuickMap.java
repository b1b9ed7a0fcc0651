package io.tandem.file;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * {@code FileChannel.map} for reading and writing. The public method first links a method handle, for the modes of
 * non-volatile memory, which takes a JVM that starts eight milliseconds; in JDK 17 the two halves behind it can be
 * called. Elsewhere, and for channels of other providers, it is the public one.
 */
record QuickMap(Method map, Method address, Method wrap) {
    /** {@code FileChannelImpl.MAP_RW}. */
    private static final int READ_AND_WRITE = 1;
    /** Null where there is none. */
    private static final QuickMap JDK = find();

    private static QuickMap find() {
        if (!Internals.QUICK) {
            return null;
        }
        try {
            Class<?> channel = Class.forName("sun.nio.ch.FileChannelImpl");
            return new QuickMap(
                    Internals.method(
                            channel, "mapInternal", MapMode.class, long.class, long.class, int.class, boolean.class),
                    Internals.method(Class.forName("sun.nio.ch.FileChannelImpl$Unmapper"), "address"),
                    Internals.method(
                            Class.forName("sun.nio.ch.Util"),
                            "newMappedByteBuffer",
                            int.class,
                            long.class,
                            FileDescriptor.class,
                            Runnable.class,
                            boolean.class));
        } catch (ReflectiveOperationException otherJdk) {
            return null;
        }
    }

    /** Reads and writes; the JDK unmaps it when the buffer is unreachable. */
    static MappedByteBuffer map(FileChannel channel, long position, long length) throws IOException {
        if (JDK == null || !JDK.map.getDeclaringClass().isInstance(channel)) {
            return channel.map(MapMode.READ_WRITE, position, length);
        }
        try {
            return JDK.mapped(channel, position, length);
        } catch (InvocationTargetException e) {
            throw rethrown(e.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("FileChannel.map", impossible);
        }
    }

    private MappedByteBuffer mapped(FileChannel channel, long position, long length)
            throws ReflectiveOperationException {
        // The mode is only asked whether the channel may; this is the one for which no class of the others is needed.
        Object unmapper = map.invoke(channel, MapMode.READ_ONLY, position, length, READ_AND_WRITE, false);
        Object at = address.invoke(unmapper);
        return (MappedByteBuffer) wrap.invoke(null, (int) length, at, new FileDescriptor(), unmapper, false);
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return (IOException) cause;
    }
}
