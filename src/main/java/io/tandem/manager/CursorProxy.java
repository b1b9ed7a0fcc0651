package io.tandem.manager;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator that a method of a registered interface returned: it goes on in the server, an element a call. */
final class CursorProxy implements Iterator<Object>, Remote.Proxied {
    private final Remote remote;
    private Object[] ahead = {true};

    CursorProxy(Remote remote) {
        this.remote = remote;
    }

    @Override
    public Remote remote() {
        return remote;
    }

    @Override
    public boolean hasNext() {
        if (ahead.length == 1 && (boolean) ahead[0]) {
            ahead = (Object[]) remote.call(CursorServant.NEXT, 1);
            if (ahead.length == 1) {
                ahead[0] = false;
                remote.close();
            }
        }
        return ahead.length > 1;
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Object next = ahead[1];
        ahead = new Object[] {true};
        return next;
    }
}
