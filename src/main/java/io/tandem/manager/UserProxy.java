package io.tandem.manager;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/** What stands behind a proxy of a registered interface: each method is a call. */
final class UserProxy implements InvocationHandler, Remote.Proxied, Serializable {
    private static final long serialVersionUID = 1;
    private static final Object[] NOTHING = {};

    private final transient Remote remote;
    private final transient Interfaces.Type type;

    UserProxy(Remote remote, Interfaces.Type type) {
        this.remote = remote;
        this.type = type;
    }

    static Object of(Remote remote, Interfaces.Type type) {
        Class<?>[] faces = {type.type, ManagedRef.Replaced.class};
        return java.lang.reflect.Proxy.newProxyInstance(type.type.getClassLoader(), faces, new UserProxy(remote, type));
    }

    @Override
    public Remote remote() {
        return remote;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        Object[] all = arguments == null ? NOTHING : arguments.clone();
        if (method.getDeclaringClass() == ManagedRef.Replaced.class) {
            return remote.ref(proxy);
        }
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(method.getName(), all);
        }
        for (int i = 0; i < all.length; i++) {
            boolean lambda = all[i] instanceof Serializable && all[i].getClass().isHidden();
            all[i] = lambda ? remote.ship(all[i]) : all[i];
        }
        return remote.call(type.number(method), all);
    }

    private Object ofObject(String method, Object[] arguments) {
        return switch (method) {
            case "toString" -> remote.call(Interfaces.TO_STRING);
            case "hashCode" -> remote.call(Interfaces.HASH_CODE);
            default -> equals(arguments);
        };
    }

    private boolean equals(Object[] arguments) {
        Remote other = Remote.of(arguments[0]);
        return other != null && (remote.same(other) || (boolean) remote.call(Interfaces.EQUALS, arguments));
    }
}
