package io.tandem.owner;

import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How a shared object travels: its class, the path of its file, which file that was, and what else it needs. Reading it
 * attaches by the public static {@code attach(Path)} of that class, or {@code attachFor(Path, data)} if there is data.
 * No record: reading the first one would cost a child 20 ms of linking. What needs nothing else can also be written field by
 * field.
 */
public final class ByPath implements Travels {
    private static final long serialVersionUID = 1;

    private final Class<? extends SharedObject> type;
    private final String path;
    private final long uuidHigh;
    private final long uuidLow;
    private final Serializable data;

    ByPath(Class<? extends SharedObject> type, Path path, UUID uuid, Serializable data) {
        this.type = type;
        this.path = path.toString();
        this.uuidHigh = uuid.getMostSignificantBits();
        this.uuidLow = uuid.getLeastSignificantBits();
        this.data = data;
    }

    /** What there is to be written; null if it cannot be written field by field. */
    public static ByPath ifPlain(SharedObject object) {
        ByPath path = (ByPath) object.writeReplace();
        return path.data == null ? path : null;
    }

    public void write(DataOutput out) throws IOException {
        out.writeUTF(type.getName());
        out.writeUTF(path);
        out.writeLong(uuidHigh);
        out.writeLong(uuidLow);
    }

    /** Attaches to what was written. */
    public static Object read(DataInput in, ClassLoader loader) throws IOException, ClassNotFoundException {
        Class<?> type = Class.forName(in.readUTF(), false, loader);
        String path = in.readUTF();
        UUID uuid = new UUID(in.readLong(), in.readLong());
        return new ByPath(type.asSubclass(SharedObject.class), Path.of(path), uuid, null).readResolve();
    }

    private Object readResolve() throws ObjectStreamException {
        if (!SharedObject.class.isAssignableFrom(type)) {
            throw new InvalidObjectException(type + " is not a shared object");
        }
        SharedObject object = attach();
        UUID found = object.file().header().uuid();
        if (found.getMostSignificantBits() != uuidHigh || found.getLeastSignificantBits() != uuidLow) {
            object.close();
            UUID expected = new UUID(uuidHigh, uuidLow);
            throw new SharedFileException(Reason.REPLACED, Path.of(path), "file " + expected, "file " + found);
        }
        return object;
    }

    private SharedObject attach() throws ObjectStreamException {
        try {
            Object attached = data == null
                    ? type.getMethod("attach", Path.class).invoke(null, Path.of(path))
                    : type.getMethod("attachFor", Path.class, Serializable.class)
                            .invoke(null, Path.of(path), data);
            return (SharedObject) attached;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("cannot attach to " + path, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be attached by path", e);
        }
    }
}
