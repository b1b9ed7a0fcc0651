package io.tandem.manager;

import io.tandem.codec.Codec;
import io.tandem.codec.DecodeException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All objects of a server, by number, held weakly. What keeps one alive: a client that has a proxy of it (see
 * {@link Session}), a name, another object it is stored in. What nobody refers to any more the garbage collector takes.
 */
final class Servants {
    private final Path path;
    private final long server;
    private final Interfaces interfaces;
    private final Codec<Object> objects;
    private final Map<Long, Entry> all = new ConcurrentHashMap<>();
    private final Map<String, Servant> named = new ConcurrentHashMap<>();
    private final ReferenceQueue<Servant> gone = new ReferenceQueue<>();
    private final AtomicLong numbers = new AtomicLong();

    private static final class Entry extends WeakReference<Servant> {
        private final long id;

        Entry(Servant servant, ReferenceQueue<Servant> gone) {
            super(servant, gone);
            this.id = servant.id();
        }
    }

    /** How it makes one, given its number. */
    interface Birth {
        Servant of(long id);
    }

    Servants(Path path, long server, Interfaces interfaces, Codec<Object> objects) {
        this.path = path;
        this.server = server;
        this.interfaces = interfaces;
        this.objects = objects;
    }

    Servant add(Birth birth) {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            all.remove(((Entry) each).id);
        }
        Servant servant = birth.of(numbers.incrementAndGet());
        all.put(servant.id(), new Entry(servant, gone));
        return servant;
    }

    Servant create(Sort sort) {
        return switch (sort) {
            case MAP, SET, NAMESPACE -> add(id -> new MapServant(this, id, sort));
            case LIST -> add(id -> new ListServant(this, id));
            default -> throw new DecodeException("a " + sort + " cannot be made", null);
        };
    }

    Servant create(int type) {
        return wrap(interfaces.make(type), type);
    }

    /** An object of the user as one of a registered interface. */
    Servant wrap(Object object, int type) {
        return add(id -> new UserServant(this, id, interfaces.get(type), object));
    }

    /** The object of this name, made if there is none; it lives as long as the server. */
    Servant named(String name, Sort sort, int type) {
        Servant servant = named.computeIfAbsent(name, absent -> sort == Sort.USER ? create(type) : create(sort));
        if (servant.sort() != sort || servant.type() != type) {
            throw new IllegalStateException("\"" + name + "\" is a "
                    + servant.sort().name().toLowerCase(Locale.ROOT) + " of this manager, not a "
                    + sort.name().toLowerCase(Locale.ROOT) + "; take another name");
        }
        return servant;
    }

    Servant find(long id) {
        Entry entry = all.get(id);
        return entry == null ? null : entry.get();
    }

    Servant require(long id) {
        Servant servant = find(id);
        if (servant == null) {
            throw new IllegalStateException("object " + id + " of the manager at " + path
                    + " was dropped: nobody kept a proxy of it. Close a proxy only when everybody else has got his own,"
                    + " store the object in another one, or give it a name");
        }
        return servant;
    }

    int count() {
        int count = 0;
        for (Entry entry : all.values()) {
            count += entry.get() == null ? 0 : 1;
        }
        return count;
    }

    /** What functions in the server get for it. */
    Object proxy(Servant servant) {
        return Proxies.make(servant, interfaces);
    }

    Interfaces interfaces() {
        return interfaces;
    }

    ManagedRef ref(long id) {
        return new ManagedRef(path, server, id);
    }

    /** For values that no client sends or gets. */
    Values.Side side() {
        return new LocalSide();
    }

    private final class LocalSide implements Values.Side {
        @Override
        public boolean sends(Remote remote) {
            return false;
        }

        @Override
        public Object reference(long id, Sort sort, int type) {
            return require(id).self();
        }

        @Override
        public Object function(long number, String file) {
            throw new DecodeException("a function outside of a call", null);
        }

        @Override
        public boolean isServer() {
            return true;
        }

        @Override
        public Codec<Object> objects() {
            return objects;
        }
    }
}
