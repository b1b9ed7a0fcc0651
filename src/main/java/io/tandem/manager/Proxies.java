package io.tandem.manager;

/** Which proxy stands for which sort of object. */
final class Proxies {
    private Proxies() {}

    static Object make(Remote remote, Interfaces interfaces) {
        return switch (remote.sort()) {
            case MAP -> new MapProxy<>(remote);
            case LIST -> new ListProxy<>(remote);
            case SET -> new SetProxy<>(remote);
            case NAMESPACE -> new NamespaceProxy(remote);
            case USER -> UserProxy.of(remote, interfaces.get(remote.type()));
            case CURSOR -> new CursorProxy(remote);
            case ROOT -> throw new IllegalArgumentException("a server is no value");
        };
    }
}
