package io.tandem.manager;

import java.util.ArrayList;
import java.util.List;

/** Object 0 of a server, one per session: makes others, and answers for the server itself. */
final class RootServant extends Servant {
    /** Process id, who the server is, the type of its codec, the allowed classes, the interfaces' fingerprints. */
    static final int HELLO = 0;

    static final int CREATE = 1;
    static final int CREATE_USER = 2;
    static final int NAMED = 3;
    /** A reference to an object that came another way. */
    static final int ADOPT = 4;

    /** A notice. */
    static final int SHUTDOWN = 5;

    /** Objects, sessions, threads, for those who watch. */
    static final int COUNTS = 6;
    /** A notice: one reference to this object is given up. */
    static final int RELEASE = 7;
    /** A function that will be called by its number: its number and its file. */
    static final int KEEP_FUNCTION = 8;

    /** A notice: the caller of this call was interrupted. */
    static final int INTERRUPT = 9;

    private final Server server;

    RootServant(Server server, Servants home) {
        super(home, 0, Sort.ROOT);
        this.server = server;
    }

    @Override
    boolean locks(int method) {
        return false;
    }

    void notice(Session session, int method, ValueReader in) {
        if (method == RELEASE) {
            session.release(in.number());
        } else if (method == INTERRUPT) {
            session.interrupt(in.number());
        } else if (method == SHUTDOWN) {
            server.shutdown();
        }
    }

    @Override
    Object invoke(int method, Object[] a) {
        return switch (method) {
            case HELLO -> hello();
            case CREATE -> home.create(Sort.of((int) a[0])).self();
            case CREATE_USER -> home.create((int) a[0]).self();
            case NAMED ->
                home.named((String) a[0], Sort.of((int) a[1]), (int) a[2]).self();
            case ADOPT -> home.require((long) a[0]).self();
            case COUNTS -> server.counts();
            case KEEP_FUNCTION -> null; // reading the argument kept it
            default -> throw new IllegalArgumentException("a manager has no method " + method);
        };
    }

    private Object hello() {
        List<Object> words = new ArrayList<>();
        words.add(ProcessHandle.current().pid());
        words.add(server.identity());
        words.add(server.objects().type());
        words.add(server.options().allowedNames().toArray());
        words.add(server.options().interfaceNames().toArray());
        words.add(server.interfaces().fingerprints().toArray());
        return words.toArray();
    }
}
