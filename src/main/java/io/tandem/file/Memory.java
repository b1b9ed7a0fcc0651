package io.tandem.file;

import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * The only class that touches shared memory: words and blocks at an address, on Agrona's {@link UnsafeApi}. The verb
 * carries the ordering: {@code longAcquire(h, a)} loads with acquire, {@code longRelease(h, a, v)} stores with release.
 * The first argument of every verb is whatever keeps the mapping reachable (null for memory that nobody unmaps): it
 * stays reachable until the access is over, so that a racing {@code close()} cannot unmap under it.
 *
 * <p>Addresses and not Agrona's buffers, because a buffer ends at 2 GiB and reads three fields more per access.
 */
public final class Memory {
    public static final long BYTES = arrayBase(byte[].class);
    public static final long INTS = arrayBase(int[].class);
    public static final long LONGS = arrayBase(long[].class);
    public static final long FLOATS = arrayBase(float[].class);
    public static final long DOUBLES = arrayBase(double[].class);

    /** Large copies are cut into pieces of this size, so that no safepoint has to wait long for them. */
    private static final long PIECE = 1 << 20;

    private static final long BUFFER_ADDRESS_AT = Internals.QUICK ? Internals.offset(Buffer.class, "address") : 0;

    private Memory() {}

    private static long arrayBase(Class<?> type) {
        JdkAccess.require();
        return Internals.QUICK ? Internals.arrayBase(type) : UnsafeApi.arrayBaseOffset(type);
    }

    /** Of a direct buffer; good while the buffer is reachable. Agrona's way to it begins with a method handle. */
    public static long address(ByteBuffer buffer) {
        return Internals.QUICK ? UnsafeApi.getLong(buffer, BUFFER_ADDRESS_AT) : BufferUtil.address(buffer);
    }

    public static long longPlain(Object holder, long address) {
        long value = UnsafeApi.getLong(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static long longOpaque(Object holder, long address) {
        long value = UnsafeApi.getLongOpaque(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static long longAcquire(Object holder, long address) {
        long value = UnsafeApi.getLongAcquire(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static long longVolatile(Object holder, long address) {
        long value = UnsafeApi.getLongVolatile(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static void longPlain(Object holder, long address, long value) {
        UnsafeApi.putLong(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void longOpaque(Object holder, long address, long value) {
        UnsafeApi.putLongOpaque(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void longRelease(Object holder, long address, long value) {
        UnsafeApi.putLongRelease(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void longVolatile(Object holder, long address, long value) {
        UnsafeApi.putLongVolatile(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static boolean compareAndSetLong(Object holder, long address, long expected, long value) {
        boolean done = UnsafeApi.compareAndSetLong(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return done;
    }

    public static long compareAndExchangeLong(Object holder, long address, long expected, long value) {
        long found = UnsafeApi.compareAndExchangeLong(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return found;
    }

    public static long getAndAddLong(Object holder, long address, long delta) {
        long before = UnsafeApi.getAndAddLong(null, address, delta);
        Reference.reachabilityFence(holder);
        return before;
    }

    public static long getAndSetLong(Object holder, long address, long value) {
        long before = UnsafeApi.getAndSetLong(null, address, value);
        Reference.reachabilityFence(holder);
        return before;
    }

    public static int intPlain(Object holder, long address) {
        int value = UnsafeApi.getInt(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static int intOpaque(Object holder, long address) {
        int value = UnsafeApi.getIntOpaque(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static int intAcquire(Object holder, long address) {
        int value = UnsafeApi.getIntAcquire(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static int intVolatile(Object holder, long address) {
        int value = UnsafeApi.getIntVolatile(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static void intPlain(Object holder, long address, int value) {
        UnsafeApi.putInt(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void intOpaque(Object holder, long address, int value) {
        UnsafeApi.putIntOpaque(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void intRelease(Object holder, long address, int value) {
        UnsafeApi.putIntRelease(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void intVolatile(Object holder, long address, int value) {
        UnsafeApi.putIntVolatile(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static boolean compareAndSetInt(Object holder, long address, int expected, int value) {
        boolean done = UnsafeApi.compareAndSetInt(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return done;
    }

    public static int compareAndExchangeInt(Object holder, long address, int expected, int value) {
        int found = UnsafeApi.compareAndExchangeInt(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return found;
    }

    public static int getAndAddInt(Object holder, long address, int delta) {
        int before = UnsafeApi.getAndAddInt(null, address, delta);
        Reference.reachabilityFence(holder);
        return before;
    }

    public static int getAndSetInt(Object holder, long address, int value) {
        int before = UnsafeApi.getAndSetInt(null, address, value);
        Reference.reachabilityFence(holder);
        return before;
    }

    public static byte bytePlain(Object holder, long address) {
        byte value = UnsafeApi.getByte(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static byte byteOpaque(Object holder, long address) {
        byte value = UnsafeApi.getByteOpaque(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static byte byteAcquire(Object holder, long address) {
        byte value = UnsafeApi.getByteAcquire(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static byte byteVolatile(Object holder, long address) {
        byte value = UnsafeApi.getByteVolatile(null, address);
        Reference.reachabilityFence(holder);
        return value;
    }

    public static void bytePlain(Object holder, long address, byte value) {
        UnsafeApi.putByte(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void byteOpaque(Object holder, long address, byte value) {
        UnsafeApi.putByteOpaque(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void byteRelease(Object holder, long address, byte value) {
        UnsafeApi.putByteRelease(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static void byteVolatile(Object holder, long address, byte value) {
        UnsafeApi.putByteVolatile(null, address, value);
        Reference.reachabilityFence(holder);
    }

    public static boolean compareAndSetByte(Object holder, long address, byte expected, byte value) {
        boolean done = UnsafeApi.compareAndSetByte(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return done;
    }

    public static byte compareAndExchangeByte(Object holder, long address, byte expected, byte value) {
        byte found = UnsafeApi.compareAndExchangeByte(null, address, expected, value);
        Reference.reachabilityFence(holder);
        return found;
    }

    public static byte getAndAddByte(Object holder, long address, byte delta) {
        byte before = UnsafeApi.getAndAddByte(null, address, delta);
        Reference.reachabilityFence(holder);
        return before;
    }

    public static byte getAndSetByte(Object holder, long address, byte value) {
        byte before = UnsafeApi.getAndSetByte(null, address, value);
        Reference.reachabilityFence(holder);
        return before;
    }

    /** Copies plainly out of shared memory into the Java array {@code target}, from byte {@code offset} of it on. */
    public static void copyOut(Object holder, long address, Object target, long offset, long bytes) {
        copy(null, address, target, offset, bytes);
        Reference.reachabilityFence(holder);
    }

    /** Copies plainly from the Java array {@code source}, from byte {@code offset} of it on, into shared memory. */
    public static void copyIn(Object holder, long address, Object source, long offset, long bytes) {
        copy(source, offset, null, address, bytes);
        Reference.reachabilityFence(holder);
    }

    private static void copy(Object from, long fromOffset, Object to, long toOffset, long bytes) {
        long done = 0;
        while (done < bytes) {
            long piece = Math.min(PIECE, bytes - done);
            UnsafeApi.copyMemory(from, fromOffset + done, to, toOffset + done, piece);
            done += piece;
        }
    }
}
