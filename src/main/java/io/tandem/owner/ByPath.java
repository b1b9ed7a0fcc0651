package io.tandem.owner;

import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * How a shared object travels: its class, the path of its file, which file that was, and what else it needs. Reading it
 * attaches by the public static {@code attach(Path)} of that class, or {@code attach(Path, data)} if there is data.
 */
record ByPath(Class<? extends SharedObject> type, String path, UUID uuid, Serializable data) implements Travels {

    private Object readResolve() throws ObjectStreamException {
        if (!SharedObject.class.isAssignableFrom(type)) {
            throw new java.io.InvalidObjectException(type + " is not a shared object");
        }
        SharedObject object = attach();
        UUID found = object.file().header().uuid();
        if (!found.equals(uuid)) {
            object.close();
            throw new SharedFileException(Reason.REPLACED, Path.of(path), "file " + uuid, "file " + found);
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
