package io.tandem.queue;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Takes one message after the other until the queue was shut down and is empty. For one thread. */
final class Consumption<E> implements Iterator<E> {
    private final SharedQueue<E> queue;
    private E next;

    Consumption(SharedQueue<E> queue) {
        this.queue = queue;
    }

    /** Waits; an interrupt ends the iteration and stays set. */
    @Override
    public boolean hasNext() {
        try {
            if (next == null) {
                next = queue.take();
            }
            return true;
        } catch (QueueShutDownException end) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the queue was shut down and is empty");
        }
        E message = next;
        next = null;
        return message;
    }
}
