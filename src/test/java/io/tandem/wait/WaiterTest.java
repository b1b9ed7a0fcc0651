package io.tandem.wait;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a wait costs on a thread that was interrupted, and whether the interrupt is kept. */
class WaiterTest {
    private static final long WHILE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    /** Spins, yields, and then at most some parks of each length; without parks there are millions. */
    private static final int MOST_ROUNDS = 3_000;

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    private static int pauses() {
        Waiter waiter = new Waiter(WHILE_NANOS);
        int rounds = 0;
        while (!waiter.isOver()) {
            waiter.pause();
            rounds++;
        }
        return rounds;
    }

    @Test
    void anInterruptedThreadParksLikeOthers() {
        Thread.currentThread().interrupt();
        int rounds = pauses();
        assertTrue(Thread.interrupted(), "the interrupt was lost");
        assertTrue(rounds < MOST_ROUNDS, () -> rounds + " rounds");
    }

    @Test
    void noInterruptIsMadeUp() {
        int rounds = pauses();
        assertFalse(Thread.interrupted());
        assertTrue(rounds < MOST_ROUNDS, () -> rounds + " rounds");
    }

    @Test
    void awaitEndsAtAnInterruptAtOnce() throws InterruptedException {
        Waiter waiter = new Waiter();
        for (int i = 0; i < 300; i++) {
            assertTrue(waiter.await());
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, waiter::await);
        assertFalse(Thread.interrupted(), "an exception stands for it");
    }

    /** One that comes in a park that would last: not held back until the park is over. */
    @Test
    void awaitEndsAtAnInterruptThatComes() {
        Waiter waiter = new Waiter(TimeUnit.HOURS.toNanos(1));
        Thread self = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (self.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            self.interrupt();
        });
        interrupter.setDaemon(true);
        interrupter.start();
        assertThrows(InterruptedException.class, () -> {
            while (waiter.await()) {
                continue;
            }
        });
    }
}
