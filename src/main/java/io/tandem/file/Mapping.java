package io.tandem.file;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A whole file in the address space, in segments of 1 GiB (a Java mapping ends at 2 GiB). There is no unmap call: the
 * JDK unmaps a segment when its buffer is unreachable, so an address stays good for as long as the caller keeps this
 * mapping reachable, also while another thread closes the object above it.
 */
public final class Mapping {
    private final MappedByteBuffer[] segments;
    private final long[] bases;

    private Mapping(MappedByteBuffer[] segments) {
        this.segments = segments;
        this.bases = new long[segments.length];
        for (int i = 0; i < segments.length; i++) {
            bases[i] = Memory.address(segments[i]);
        }
    }

    static Mapping of(FileChannel channel, long size) throws IOException {
        JdkAccess.require();
        int count = (int) ((size + FileLayout.SEGMENT_BYTES - 1) >>> FileLayout.SEGMENT_SHIFT);
        MappedByteBuffer[] segments = new MappedByteBuffer[count];
        for (int i = 0; i < count; i++) {
            long from = (long) i << FileLayout.SEGMENT_SHIFT;
            long length = Math.min(FileLayout.SEGMENT_BYTES, size - from);
            segments[i] = QuickMap.map(channel, from, length);
        }
        return new Mapping(segments);
    }

    /** The address of a byte of the file; the caller has checked the offset. */
    public long address(long offset) {
        return bases[(int) (offset >>> FileLayout.SEGMENT_SHIFT)] + (offset & (FileLayout.SEGMENT_BYTES - 1));
    }

    /** How many bytes from {@code offset} on lie at consecutive addresses. */
    public long contiguous(long offset) {
        long left = FileLayout.SEGMENT_BYTES - (offset & (FileLayout.SEGMENT_BYTES - 1));
        return Math.min(left, segments[(int) (offset >>> FileLayout.SEGMENT_SHIFT)].capacity());
    }

    /** A buffer over bytes of one segment, which keeps the mapping of that segment. */
    public UnsafeBuffer buffer(long offset, int length) {
        int segment = (int) (offset >>> FileLayout.SEGMENT_SHIFT);
        return new UnsafeBuffer(segments[segment], (int) (offset & (FileLayout.SEGMENT_BYTES - 1)), length);
    }
}
