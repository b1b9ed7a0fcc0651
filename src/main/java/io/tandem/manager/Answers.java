package io.tandem.manager;

import io.tandem.pipe.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * How the threads of a client get their answers from one connection, without a thread of its own: one of those that wait
 * receives for all, and when it has its own answer hands that office to another. Who waits sleeps, without end while
 * the server lives; of an interrupt the server is told, and it stays set. Virtual threads are parked.
 */
final class Answers {
    /** Until the pipe has room for the news of an interrupt. */
    private static final Duration RETRY = Duration.ofMillis(10);

    private final Connection<byte[]> connection;
    private final Messages messages;
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final ReentrantLock receiving = new ReentrantLock();
    private volatile RuntimeException over;

    Answers(Connection<byte[]> connection, Messages messages) {
        this.connection = connection;
        this.messages = messages;
    }

    /** To be called before the request is sent. */
    Pending expect(long number) {
        Pending call = new Pending(number);
        pending.put(number, call);
        if (over != null) {
            pending.remove(number);
            throw over();
        }
        return call;
    }

    void forget(long number) {
        pending.remove(number);
    }

    /** The exception of the end, as a new one: it gets the stack of this caller. */
    RuntimeException over() {
        if (over instanceof ManagerDiedException died) {
            return new ManagerDiedException(died.getMessage(), died.pid(), died.getCause());
        }
        return over;
    }

    boolean isOver() {
        return over != null;
    }

    /** No more answers come. */
    void end(RuntimeException why) {
        over = over == null ? why : over;
        for (Pending call : pending.values()) {
            call.fail();
        }
        pending.clear();
    }

    /**
     * Waits; what the connection throws at its end goes to {@code atEnd}, which calls {@link #end}. {@code teller} tells the
     * server of an interrupt of this call, if it can without waiting.
     */
    byte[] await(Pending call, Consumer<RuntimeException> atEnd, LongPredicate teller) {
        call.waits();
        while (!call.isDone()) {
            if (receiving.tryLock()) {
                try {
                    receiveUntil(call, teller);
                } catch (RuntimeException end) {
                    atEnd.accept(end);
                } finally {
                    receiving.unlock();
                    handOn();
                }
            } else {
                if (call.isUntold()) {
                    LockSupport.parkNanos(this, RETRY.toNanos());
                } else {
                    LockSupport.park(this);
                }
                noteInterrupt(call, teller);
            }
        }
        if (call.wasInterrupted()) {
            Thread.currentThread().interrupt();
        }
        if (call.answer() == null) {
            throw over();
        }
        return call.answer();
    }

    private static void noteInterrupt(Pending call, LongPredicate teller) {
        if (Thread.interrupted()) {
            call.interrupted();
        }
        if (call.isUntold() && teller.test(call.number())) {
            call.told();
        }
    }

    private void receiveUntil(Pending call, LongPredicate teller) {
        while (!call.isDone()) {
            try {
                byte[] message = call.isUntold() ? connection.recv(RETRY) : connection.recv();
                if (message != null) {
                    deliver(messages.resolve(message));
                }
            } catch (InterruptedException e) {
                call.interrupted();
            }
            noteInterrupt(call, teller);
        }
    }

    /** Only who asked looks into it: here it is a number and bytes. */
    private void deliver(byte[] message) {
        long number = 0;
        int at = 1;
        for (int shift = 0; at < message.length && shift < Long.SIZE; shift += 7) {
            byte octet = message[at++];
            number |= (long) (octet & 0x7f) << shift;
            if (octet >= 0) {
                break;
            }
        }
        Pending call = pending.remove(number);
        if (call != null) {
            call.arrived(message);
        }
    }

    /**
     * Another one that waits receives from now on. One that is still sending would not: whoever waits after this look finds
     * the lock free itself.
     */
    private void handOn() {
        if (pending.isEmpty()) {
            return;
        }
        for (Pending next : pending.values()) {
            if (next.isWaiting()) {
                next.wake();
                return;
            }
        }
    }
}
