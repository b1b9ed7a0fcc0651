package io.tandem.pool;

import static io.tandem.pool.PoolLayout.SLOTS;

import io.tandem.queue.QueueShutDownException;
import io.tandem.queue.SharedQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The tasks of a client that are not over: those on its board, and those that wait until there is room on it and in the
 * queue. Any thread; nothing waits.
 */
final class Posting {
    private final Board board;
    private final SharedQueue<Packet> tasks;
    private final Consumer<Call> posts;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReferenceArray<Call> posted = new AtomicReferenceArray<>(SLOTS);
    private final Deque<Call> waiting = new ArrayDeque<>();
    private volatile boolean someWait;
    private int next;

    /** Tells each task that was posted. */
    Posting(Board board, SharedQueue<Packet> tasks, Consumer<Call> posts) {
        this.board = board;
        this.tasks = tasks;
        this.posts = posts;
    }

    /** Posts it, or keeps it. Throws if the queue was shut down. */
    void add(Call call, Packet packet) {
        lock.lock();
        try {
            if (call.retries > 0) {
                call.packet = packet.copy();
            }
            if (someWait || !post(call, packet)) {
                call.packet = call.packet == null ? packet.copy() : call.packet;
                waiting.add(call);
                someWait = true;
            }
        } finally {
            lock.unlock();
        }
    }

    boolean someWait() {
        return someWait;
    }

    /** Holding the lock; false if there is no room. */
    private boolean post(Call call, Packet packet) {
        int slot = freeSlot();
        if (slot < 0) {
            return false;
        }
        synchronized (call) {
            if (call.over) {
                return true; // cancelled while it waited
            }
            posted.set(slot, call);
            call.slot = slot;
            call.since = 0; // it may have run before, elsewhere
            call.generation = board.queue(slot);
            TaskMessage.address(packet, slot, call.generation);
            boolean put = false;
            try {
                put = tasks.offer(packet);
            } finally {
                if (!put) {
                    board.withdraw(slot, call.generation);
                    call.slot = Call.NOWHERE;
                    posted.set(slot, null);
                }
            }
            if (!put) {
                return false;
            }
            call.packet = call.retries > 0 ? call.packet : null;
        }
        posts.accept(call);
        return true;
    }

    private int freeSlot() {
        for (int looked = 0; looked < SLOTS; looked++) {
            int slot = next++ & SLOTS - 1;
            if (posted.get(slot) == null && !board.isKilled(slot)) {
                return slot;
            }
        }
        return -1;
    }

    /** Posts what waits, as far as there is room now; returns what the queue refused. */
    List<Call> feed() {
        if (!someWait || !lock.tryLock()) {
            return List.of();
        }
        List<Call> refused = new ArrayList<>();
        try {
            Call call;
            while ((call = waiting.peek()) != null) {
                if (!call.over && !postOrRefuse(call, refused)) {
                    break;
                }
                waiting.poll();
            }
            someWait = !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
        return refused;
    }

    private boolean postOrRefuse(Call call, List<Call> refused) {
        try {
            return post(call, call.packet);
        } catch (QueueShutDownException e) {
            return false; // the pool was stopped: who finds that drops all
        } catch (RuntimeException e) {
            synchronized (call) {
                if (!call.over) { // else it was cancelled
                    call.over = true;
                    refused.add(call);
                }
            }
            return true;
        }
    }

    /** An answer came: the task that is over with it; null if it is a late one, or its task is to be run again. */
    Call answered(int slot, int generation, boolean died) {
        Call call = posted.get(slot);
        if (call == null) {
            return null;
        }
        boolean again;
        synchronized (call) {
            if (call.slot != slot || call.generation != generation || call.over) {
                return null;
            }
            posted.set(slot, null);
            call.slot = Call.NOWHERE;
            again = died && call.retries > 0 && !call.given;
            call.retries -= again ? 1 : 0;
            call.over = !again;
        }
        if (again) {
            again(call);
        }
        return again ? null : call;
    }

    private void again(Call call) {
        lock.lock();
        try {
            waiting.addFirst(call);
            someWait = true;
        } finally {
            lock.unlock();
        }
    }

    /** Holding the call: it will not be run, or it runs already. */
    boolean withdraw(Call call) {
        if (call.slot == Call.NOWHERE) {
            return true;
        }
        if (!board.withdraw(call.slot, call.generation)) {
            return false;
        }
        posted.set(call.slot, null);
        call.slot = Call.NOWHERE;
        return true;
    }

    /** All that nobody has begun, in no order; they will not run. */
    List<Call> withdrawAll() {
        List<Call> all = new ArrayList<>();
        List<Call> withdrawn = new ArrayList<>();
        lock.lock();
        try {
            all.addAll(waiting);
            waiting.clear();
            someWait = false;
            for (int slot = 0; slot < SLOTS; slot++) {
                Call call = posted.get(slot);
                if (call != null) {
                    all.add(call);
                }
            }
        } finally {
            lock.unlock();
        }
        for (Call call : all) {
            synchronized (call) {
                if (!call.over && withdraw(call)) {
                    call.over = true;
                    withdrawn.add(call);
                }
            }
        }
        return withdrawn;
    }

    /** What runs, or did: it is over now, without an answer. */
    List<Call> abandonAll() {
        List<Call> all = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            Call call = posted.get(slot);
            if (call != null && posted.compareAndSet(slot, call, null)) {
                synchronized (call) {
                    if (!call.over) {
                        call.over = true;
                        all.add(call);
                    }
                }
            }
        }
        return all;
    }
}
