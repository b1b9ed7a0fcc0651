package io.tandem.manager;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Goes over what a server found at one moment: the first chunk came with the answer, more come when they are asked for. */
final class Walk<T> implements Iterator<T> {
    private Object[] chunk;
    private Remote cursor;
    private int at = 1;

    /** A cursor or null, and elements. */
    Walk(Object[] first) {
        chunk = first;
        cursor = Remote.of(first[0]);
    }

    @Override
    public boolean hasNext() {
        if (at == chunk.length && cursor != null) {
            chunk = (Object[]) cursor.call(CursorServant.NEXT, 2 * MapProxy.CHUNK);
            at = 1;
            if (!(boolean) chunk[0]) {
                cursor.close();
                cursor = null;
            }
        }
        return at < chunk.length;
    }

    @Override
    @SuppressWarnings("unchecked") // what was put in
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return (T) chunk[at++];
    }
}
