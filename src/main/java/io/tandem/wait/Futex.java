package io.tandem.wait;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import io.tandem.file.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Linux system calls that a sleeping thread needs: futex (shared between processes), futex_waitv and membarrier, by
 * the library jffi. Any thread but a virtual one. About 0.4 microseconds a call, no allocation. Made by
 * {@link Doorman}, which keeps what {@link #open()} gives or why it refused.
 */
final class Futex {
    /** Longest list {@link #waitAny} takes. */
    static final int MOST = 128;

    private static final int WAITER_BYTES = 24;

    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    /** 32 bits, shared between processes. */
    private static final int FUTEX_32 = 2;

    private static final int GLOBAL_EXPEDITED = 2;
    private static final int REGISTER_GLOBAL_EXPEDITED = 4;
    private static final int MONOTONIC = 1;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final long BILLION = 1_000_000_000L;

    private static final ThreadLocal<ByteBuffer> TIMES =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()));

    private final Invoker invoker = Invoker.getInstance();
    private final CallContext context;
    private final long function;
    private final long futex;
    private final long membarrier;
    private final long waitv;
    private final boolean waitsForMany;

    private Futex(long futex, long membarrier, long waitv) {
        this.futex = futex;
        this.membarrier = membarrier;
        this.waitv = waitv;
        Type[] longs = {Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG, Type.SLONG};
        this.context = CallContext.getCallContext(Type.SLONG, longs, CallingConvention.DEFAULT, true);
        this.function = Library.getDefault().getSymbolAddress("syscall");
        ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
        require(call(futex, Memory.address(word), FUTEX_WAIT, 1, 0) == -1 && error() == EAGAIN, "futex");
        require(call(membarrier, REGISTER_GLOBAL_EXPEDITED, 0, 0, 0) == 0, "membarrier");
        this.waitsForMany = call(waitv, 0, 0, 0, 0) == -1 && error() == EINVAL;
    }

    /** Loads the library; throws whatever prevents it. */
    static Futex open() {
        String machine = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        switch (machine) {
            case "Linux on amd64" -> {
                LibraryFile.prepare("x86_64-Linux");
                return new Futex(202, 324, 449);
            }
            case "Linux on aarch64" -> {
                LibraryFile.prepare("aarch64-Linux");
                return new Futex(98, 283, 449);
            }
            default -> throw new UnsupportedOperationException("no futex known for " + machine);
        }
    }

    private static void require(boolean works, String what) {
        if (!works) {
            throw new UnsupportedOperationException(what + " is refused here, error " + error());
        }
    }

    private static int error() {
        return LastError.getInstance().get();
    }

    private long call(long number, long a, long b, long c, long d) {
        return invoker.invokeN6(context, function, number, a, b, c, d, 0);
    }

    /** Sleeps while the int at this address is {@code expected}, at most so long; may return early. */
    void sleep(long address, int expected, long nanos) {
        ByteBuffer time = TIMES.get();
        time.putLong(0, nanos / BILLION).putLong(Long.BYTES, nanos % BILLION);
        call(futex, address, FUTEX_WAIT, expected, Memory.address(time));
    }

    /** Wakes all that sleep on this address, in any process. */
    void wake(long address) {
        call(futex, address, FUTEX_WAKE, Integer.MAX_VALUE, 0);
    }

    /** A full fence in every running thread of every JVM that has a {@code Futex}. */
    void fenceEverywhere() {
        call(membarrier, GLOBAL_EXPEDITED, 0, 0, 0);
    }

    boolean waitsForMany() {
        return waitsForMany;
    }

    /** Sleeps while all of {@code count} words are as expected, see {@link #expect}, at most so long. */
    void sleepOnMany(ByteBuffer waiters, int count, long nanos) {
        long end = System.nanoTime() + nanos; // the clock of CLOCK_MONOTONIC
        ByteBuffer time = TIMES.get();
        time.putLong(0, end / BILLION).putLong(Long.BYTES, end % BILLION);
        invoker.invokeN6(context, function, waitv, Memory.address(waiters), count, 0, Memory.address(time), MONOTONIC);
    }

    static ByteBuffer list(int count) {
        return ByteBuffer.allocateDirect(count * WAITER_BYTES).order(ByteOrder.nativeOrder());
    }

    /** Entry {@code index} of a list for {@link #sleepOnMany}. */
    static void expect(ByteBuffer waiters, int index, long address, int expected) {
        int at = index * WAITER_BYTES;
        waiters.putLong(at, Integer.toUnsignedLong(expected)).putLong(at + 8, address);
        waiters.putInt(at + 16, FUTEX_32).putInt(at + 20, 0);
    }
}
