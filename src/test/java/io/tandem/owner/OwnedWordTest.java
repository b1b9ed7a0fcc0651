package io.tandem.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.file.JdkAccess;
import io.tandem.file.Memory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Who waits for a role that another one plays. */
class OwnedWordTest {
    private static final long OTHER = 5;
    private static final long SELF = 6;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    static {
        JdkAccess.require(); // before Agrona
    }

    private final UnsafeBuffer word =
            new UnsafeBuffer(ByteBuffer.allocateDirect(16).alignedSlice(8));

    @Test
    void anInterruptedWaiterDoesNotBurnACore() throws Exception {
        long address = word.addressOffset();
        assertEquals(OwnedWord.Taken.FREE, OwnedWord.tryAcquire(word, address, OTHER, null));
        AtomicBoolean stillSet = new AtomicBoolean();
        Thread waiter = new Thread(() -> {
            Thread.currentThread().interrupt();
            OwnedWord.acquire(word, address, SELF, owner -> false);
            stillSet.set(Thread.interrupted());
        });
        waiter.setDaemon(true);
        waiter.start();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = System.nanoTime();
        do {
            LockSupport.parkNanos(WAIT_NANOS);
        } while (System.nanoTime() - begin < WAIT_NANOS);
        long burnt = threads.getThreadCpuTime(waiter.getId());
        assertTrue(burnt >= 0 && burnt < WAIT_NANOS / 5, () -> burnt + " ns of " + WAIT_NANOS);
        OwnedWord.release(word, address);
        waiter.join();
        assertEquals(SELF, Memory.longAcquire(word, address));
        assertTrue(stillSet.get(), "the interrupt was lost");
    }
}
