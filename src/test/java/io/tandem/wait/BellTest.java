package io.tandem.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.support.Await;
import io.tandem.support.Skip;
import io.tandem.support.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads of one JVM that sleep on bells, without any tick to save them. */
class BellTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long NO_NAP = 0;
    private static final int VIRTUAL = 64;

    private final Bell bell = Bell.ofThisJvm();

    @BeforeEach
    void futex() {
        Doorman.hurry();
        Await.until(Doorman::state, () -> Doorman.futex() != null);
    }

    /** Sleeps until the flag is set, in whole sleeps: a missed ring would be an hour. */
    private static void sleepUntil(AtomicBoolean flag, Bell... bells) {
        Sleep sleep = new Sleep(NO_NAP, bells);
        while (!flag.get()) {
            assertTrue(sleep.raise());
            if (!flag.get()) {
                sleep.until(HOUR, true);
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertFalse(thread.isAlive(), "still asleep");
    }

    @Test
    void aRingWakesEverySleeper() throws Exception {
        AtomicBoolean flag = new AtomicBoolean();
        List<Thread> sleepers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sleepers.add(started(() -> sleepUntil(flag, bell)));
        }
        flag.set(true);
        bell.ring();
        for (Thread sleeper : sleepers) {
            join(sleeper);
        }
    }

    /** Each turn is a sleep that the other one's ring ends; with naps, for not every kernel lets a fence be relied on. */
    @Test
    void noRingIsLost() throws Exception {
        int turns = 20_000;
        AtomicLong turn = new AtomicLong();
        Bell[] bells = {Bell.ofThisJvm(), Bell.ofThisJvm()};
        List<Callable<Object>> players = new ArrayList<>();
        for (int player = 0; player < 2; player++) {
            int me = player;
            players.add(() -> {
                Sleep sleep = new Sleep(bells[me]);
                for (long i = me; i < turns; i += 2) {
                    while (turn.get() != i) {
                        assertTrue(sleep.raise());
                        if (turn.get() != i) {
                            sleep.until(HOUR, false);
                        }
                    }
                    turn.lazySet(i + 1);
                    bells[1 - me].ring();
                }
                return null;
            });
        }
        Threads.all(players);
        assertEquals(turns, turn.get());
    }

    /** As if it had been made on a core that the kernel left out of the fence. */
    @Test
    void aChangeThatRangNoBellIsSeenAfterANap() throws Exception {
        AtomicBoolean changed = new AtomicBoolean();
        join(started(() -> {
            Sleep sleep = new Sleep(bell);
            assertTrue(sleep.raise());
            changed.set(true);
            sleep.until(HOUR, false);
        }));
        assertTrue(changed.get() && bell.isAwaited(), "somebody rang");
    }

    /** A bell raised again is not raised anew: nobody can have missed it since. */
    @Test
    void theSleepAfterANapIsAWholeOne() throws Exception {
        AtomicInteger sleeps = new AtomicInteger();
        Thread sleeper = started(() -> {
            Sleep sleep = new Sleep(bell);
            while (sleeps.get() < 2) {
                assertTrue(sleep.raise());
                sleep.until(HOUR, false);
                sleeps.incrementAndGet();
            }
        });
        Await.until("the end of the nap", () -> sleeps.get() == 1);
        LockSupport.parkNanos(50_000_000); // asleep or not yet: both must work
        assertEquals(1, sleeps.get(), "did not sleep on");
        bell.alarm();
        join(sleeper);
    }

    @Test
    void anInterruptEndsASleepAtOnce() throws Exception {
        AtomicBoolean never = new AtomicBoolean();
        Thread sleeper = started(() -> sleepUntil(never, bell));
        LockSupport.parkNanos(10_000_000); // asleep or not yet: both must work
        sleeper.interrupt();
        join(sleeper);
        Thread interrupted = new Thread(() -> {
            Thread.currentThread().interrupt();
            sleepUntil(never, bell);
        });
        interrupted.setDaemon(true);
        interrupted.start();
        join(interrupted);
    }

    @Test
    void interruptsInAnyMomentOfAWait() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            Thread sleeper = started(() -> {
                Waiter waiter = new Waiter(HOUR, WaitPolicy.park(), bell);
                begun.countDown();
                assertThrows(InterruptedException.class, () -> {
                    while (waiter.await()) {
                        continue;
                    }
                });
            });
            begun.await();
            for (int spin = i % 200 * 50; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            sleeper.interrupt();
            join(sleeper);
        }
    }

    @Test
    void anUninterruptibleSleepGoesOnAndKeepsTheInterrupt() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        AtomicBoolean flag = new AtomicBoolean();
        Thread sleeper = new Thread(() -> {
            Waiter waiter = new Waiter(Long.MAX_VALUE, WaitPolicy.park(), bell);
            while (!flag.get()) {
                waiter.pause();
                rounds.incrementAndGet();
            }
            assertTrue(Thread.interrupted());
        });
        AtomicBoolean failed = new AtomicBoolean();
        sleeper.setUncaughtExceptionHandler((thread, e) -> failed.set(true));
        sleeper.setDaemon(true);
        sleeper.start();
        sleeper.interrupt();
        LockSupport.parkNanos(300_000_000);
        int soFar = rounds.get();
        flag.set(true);
        bell.ring();
        join(sleeper);
        assertFalse(failed.get(), "the interrupt was lost");
        assertTrue(soFar < 50, () -> soFar + " rounds: it does not sleep");
    }

    @Test
    void oneSleepOnManyBells() throws Exception {
        Bell[] bells = new Bell[Futex.MOST];
        for (int i = 0; i < bells.length; i++) {
            bells[i] = Bell.ofThisJvm();
        }
        for (int i = 0; i < bells.length; i += 7) {
            AtomicBoolean flag = new AtomicBoolean();
            Thread sleeper = started(() -> sleepUntil(flag, bells));
            flag.set(true);
            bells[i].ring();
            join(sleeper);
        }
        Thread sleeper = started(() -> sleepUntil(new AtomicBoolean(), bells));
        sleeper.interrupt();
        join(sleeper);
    }

    @Test
    void aSleepEndsAtItsTimeout() {
        Sleep one = new Sleep(bell);
        one.raise();
        one.until(1_000_000, true);
        Sleep two = new Sleep(bell, Bell.ofThisJvm());
        two.raise();
        two.until(1_000_000, true);
    }

    @Test
    void moreBellsThanTheKernelTakesAreLookedAt() {
        Bell[] bells = new Bell[Futex.MOST + 1];
        java.util.Arrays.fill(bells, bell);
        assertFalse(new Sleep(bells).raise());
    }

    /** More than there are carriers: if one slept in the kernel, the last one would never run. */
    @Test
    void virtualThreadsSleepWithoutTheirCarriers() throws Exception {
        Skip.VIRTUAL_THREADS.unless(Runtime.version().feature() >= 21);
        AtomicBoolean flag = new AtomicBoolean();
        CountDownLatch awake = new CountDownLatch(VIRTUAL);
        List<Thread> sleepers = new ArrayList<>();
        for (int i = 0; i < VIRTUAL; i++) {
            sleepers.add(startedVirtual(() -> {
                sleepUntil(flag, bell);
                awake.countDown();
            }));
        }
        sleepers.get(0).interrupt();
        assertTrue(await(awake, VIRTUAL - 1), "the interrupted one sleeps on");
        CountDownLatch progress = new CountDownLatch(1);
        startedVirtual(progress::countDown);
        assertTrue(progress.await(20, TimeUnit.SECONDS), "no carrier is left");
        flag.set(true);
        bell.ring();
        assertTrue(awake.await(20, TimeUnit.SECONDS), () -> awake.getCount() + " still asleep");
    }

    private static boolean await(CountDownLatch latch, long count) {
        Await.until("interrupt", () -> latch.getCount() <= count);
        return true;
    }

    private static Thread startedVirtual(Runnable task) throws Exception {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    }
}
