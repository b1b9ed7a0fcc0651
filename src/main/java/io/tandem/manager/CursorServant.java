package io.tandem.manager;

import java.util.Arrays;
import java.util.Iterator;

/** What is left of a walk: a snapshot or an iterator of the user's, in the order of its elements. */
final class CursorServant extends Servant {
    static final int NEXT = 0;

    private final Iterator<?> rest;

    CursorServant(Servants home, long id, Iterator<?> rest) {
        super(home, id, Sort.CURSOR);
        this.rest = rest;
    }

    @Override
    boolean mayBlock(int method) {
        return true;
    }

    /** The first so many, and before them a cursor for the rest, or null. */
    static Object[] begin(Servants home, Object[] all, int most) {
        int count = Math.min(all.length, most);
        Object[] answer = new Object[count + 1];
        System.arraycopy(all, 0, answer, 1, count);
        if (count < all.length) {
            Iterator<?> rest = Arrays.asList(all).listIterator(count);
            answer[0] = home.add(id -> new CursorServant(home, id, rest)).self();
        }
        return answer;
    }

    /** Whether there is more behind, and the next elements, at most so many. */
    @Override
    Object invoke(int method, Object[] arguments) {
        int most = (int) arguments[0];
        Object[] next = new Object[most + 1];
        int count = 1;
        while (count <= most && rest.hasNext()) {
            next[count++] = rest.next();
        }
        next[0] = count > most;
        return Arrays.copyOf(next, count);
    }
}
