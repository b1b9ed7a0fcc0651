package io.tandem.manager;

import io.tandem.file.ClosedException;
import java.lang.ref.Cleaner.Cleanable;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/** An object of a server, as this client has it: one reference that the server counted, given up once. */
final class LinkRemote implements Remote {
    private final Link link;
    private final long id;
    private final Sort sort;
    private final int type;
    private final Cleanable end;
    private volatile boolean closed;
    private final AtomicReference<Object> sent = new AtomicReference<>();

    LinkRemote(Link link, long id, Sort sort, int type) {
        this.link = link;
        this.id = id;
        this.sort = sort;
        this.type = type;
        link.born();
        this.end = Link.CLEANER.register(this, () -> link.gone(id));
    }

    @Override
    public Object call(int method, Object... arguments) {
        if (closed) {
            throw new ClosedException(
                    "this proxy of a " + sort.name().toLowerCase(Locale.ROOT) + " of the manager at " + link.path());
        }
        try {
            return link.call(id, method, arguments);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Object ship(Object function) {
        return link.functions().ship(function);
    }

    @Override
    public Object[] sendable(Object[] values) {
        return Arrays.stream(values).filter(link::canSend).toArray();
    }

    @Override
    public ManagedRef ref(Object proxy) {
        if (sent.compareAndSet(null, proxy)) {
            link.keep(proxy);
        }
        return link.ref(id);
    }

    @Override
    public Object place() {
        return link;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public Sort sort() {
        return sort;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public void close() {
        closed = true;
        Object proxy = sent.get();
        if (proxy != null) {
            link.forget(proxy);
        }
        end.clean();
    }
}
