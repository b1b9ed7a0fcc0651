package io.tandem.manager;

import io.tandem.owner.Travels;
import java.nio.file.Path;

/**
 * A managed object on its way to another process, outside the messages of its manager: in a task, in a queue. Reading it
 * connects to the manager, in the manager itself it finds the object. No record: linking one costs a child 20 ms.
 */
final class ManagedRef implements Travels {
    private static final long serialVersionUID = 1;

    private final String path;
    private final long server;
    private final long id;

    ManagedRef(Path path, long server, long id) {
        this.path = path.toString();
        this.server = server;
        this.id = id;
    }

    /**
     * What proxies of registered interfaces implement besides, so that they, too, travel as a reference. Public, for a proxy of
     * an interface that is not is a class of that interface's package.
     */
    public interface Replaced extends java.io.Serializable {
        Object writeReplace();
    }

    private Object readResolve() {
        Server here = Server.here(server);
        return here != null ? here.servants().require(id).self() : Link.arrived(Path.of(path), server, id);
    }
}
