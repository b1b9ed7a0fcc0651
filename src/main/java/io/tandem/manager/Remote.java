package io.tandem.manager;

/**
 * What a proxy calls: an object of the server, across a pipe in clients, at once in the server itself. Any thread.
 */
interface Remote {
    /** Common to all objects: run a function on it, atomically. Methods of their own count from 0. */
    int COMPUTE = -1;

    /** Blocks until the answer is there; throws what the method threw, also what is checked. */
    Object call(int method, Object... arguments);

    /** Prepares a function to be an argument. */
    Object ship(Object function);

    /** Those of these values that can be encoded; no managed object has the others. */
    Object[] sendable(Object[] values);

    /** How the object is named elsewhere. */
    ManagedRef ref(Object proxy);

    /** Where the object lives, and its number there. */
    Object place();

    long id();

    Sort sort();

    /** The number of its interface among the registered ones. */
    int type();

    /** Gives the object up; the server drops it when nobody else refers to it. */
    void close();

    default boolean same(Remote other) {
        return other != null && id() == other.id() && place().equals(other.place());
    }

    /** The remote of a proxy; null for other objects. */
    static Remote of(Object object) {
        if (object instanceof Proxied proxied) {
            return proxied.remote();
        }
        if (object != null && java.lang.reflect.Proxy.isProxyClass(object.getClass())) {
            Object handler = java.lang.reflect.Proxy.getInvocationHandler(object);
            return handler instanceof Proxied proxied ? proxied.remote() : null;
        }
        return null;
    }

    /** What has a remote. */
    interface Proxied {
        Remote remote();
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
