package io.tandem.manager;

import java.util.function.Function;

/**
 * One object in the server, with its lock. In the server itself it is what its proxy calls: the proxy is made once, is what
 * other managed objects hold when it is stored in them, and equals itself only. So who refers to whom is for the garbage
 * collector, circles included.
 */
abstract class Servant implements Remote {
    final Servants home;
    private final long id;
    private final Sort sort;
    private final ObjectLock lock = new ObjectLock();
    private Object self;

    Servant(Servants home, long id, Sort sort) {
        this.home = home;
        this.id = id;
        this.sort = sort;
    }

    /** Runs one method; the caller holds the lock unless {@link #locks} says no. */
    abstract Object invoke(int method, Object[] arguments) throws Throwable;

    /** Whether its methods exclude each other. */
    boolean locks(int method) {
        return true;
    }

    /** Whether a method may take long, so that other calls of the same client must not wait behind it. */
    boolean mayBlock(int method) {
        return method == COMPUTE;
    }

    ObjectLock lock() {
        return lock;
    }

    synchronized Object self() {
        if (self == null) {
            self = home.proxy(this);
        }
        return self;
    }

    /** What a function of {@link #COMPUTE} is given. */
    Object subject() {
        return self();
    }

    /** {@link #invoke}, or a function on the whole. */
    @SuppressWarnings("unchecked")
    final Object run(int method, Object[] arguments) throws Throwable {
        return method == COMPUTE
                ? ((Function<Object, Object>) arguments[0]).apply(subject())
                : invoke(method, arguments);
    }

    @Override
    public final Object call(int method, Object... arguments) {
        boolean locked = locks(method);
        if (locked) {
            lock.enter();
        }
        try {
            return Packed.open(run(method, arguments), home.side());
        } catch (Throwable thrown) {
            throw Remote.<RuntimeException>sneak(thrown);
        } finally {
            if (locked) {
                lock.leave();
            }
        }
    }

    @Override
    public Object ship(Object function) {
        return function;
    }

    @Override
    public Object[] sendable(Object[] values) {
        return values;
    }

    @Override
    public ManagedRef ref(Object proxy) {
        return home.ref(id);
    }

    @Override
    public Object place() {
        return home;
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
        return 0;
    }

    /** Functions in the server have nothing to give up. */
    @Override
    public void close() {}
}
