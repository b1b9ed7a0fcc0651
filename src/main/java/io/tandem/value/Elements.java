package io.tandem.value;

import io.tandem.file.FileLayout;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.owner.SharedObject;
import java.util.Objects;

/**
 * Where the elements of one array handle are: the first segment of the mapping by one comparison and one addition, the
 * others by the mapping. Serves as the reachable holder of the mapping in every access.
 */
final class Elements {
    static final int BLOCK_BYTES = 4 << 10;

    private final SharedObject handle;
    private final Mapping mapping;
    private final long length;
    private final int shift;
    /** Elements in the first segment; -1 once the handle is closed, so that the bounds check is the closed check. */
    private long near;
    /** Address of element 0. */
    private final long base;

    Elements(SharedObject handle, SharedFile file, int size) {
        this.handle = handle;
        this.mapping = file.mapping();
        this.length = file.header().count();
        this.shift = Integer.numberOfTrailingZeros(size);
        this.base = file.body(0);
        this.near = Math.min(length, FileLayout.SEGMENT_BYTES - FileLayout.BODY_AT >>> shift);
    }

    void close() {
        near = -1;
    }

    long length() {
        return length;
    }

    /** Checks the index and that the handle is open; {@code size} is a constant, which spares a load per access. */
    long address(long index, int size) {
        if (index >= 0 && index < near) {
            return base + index * size;
        }
        return far(index);
    }

    private long far(long index) {
        handle.requireOpen();
        return mapping.address(FileLayout.BODY_AT + (Objects.checkIndex(index, length) << shift));
    }

    void copyOut(long index, Object target, long arrayBase, int targetLength, int offset, int count) {
        boolean inOnePiece = check(index, targetLength, offset, count);
        long to = arrayBase + ((long) offset << shift);
        long bytes = (long) count << shift;
        if (inOnePiece) {
            Memory.copyOut(this, base + (index << shift), target, to, bytes);
            return;
        }
        for (long done = 0; done < bytes; ) {
            long at = FileLayout.BODY_AT + (index << shift) + done;
            long piece = Math.min(bytes - done, mapping.contiguous(at));
            Memory.copyOut(this, mapping.address(at), target, to + done, piece);
            done += piece;
        }
    }

    void copyIn(long index, Object source, long arrayBase, int sourceLength, int offset, int count) {
        boolean inOnePiece = check(index, sourceLength, offset, count);
        long from = arrayBase + ((long) offset << shift);
        long bytes = (long) count << shift;
        if (inOnePiece) {
            Memory.copyIn(this, base + (index << shift), source, from, bytes);
            return;
        }
        for (long done = 0; done < bytes; ) {
            long at = FileLayout.BODY_AT + (index << shift) + done;
            long piece = Math.min(bytes - done, mapping.contiguous(at));
            Memory.copyIn(this, mapping.address(at), source, from + done, piece);
            done += piece;
        }
    }

    /** Checks the ranges and that the handle is open; true if the shared range lies in the first segment. */
    private boolean check(long index, int arrayLength, int offset, int count) {
        long open = near;
        if (open < 0) {
            handle.requireOpen();
        }
        Objects.checkFromIndexSize(offset, count, arrayLength);
        if (index >= 0 && index <= open - count) {
            return true;
        }
        Objects.checkFromIndexSize(index, count, length);
        return false;
    }

    /** How long a block {@link #repeat} wants for this range. */
    int blockLength(long from, long to) {
        handle.requireOpen();
        Objects.checkFromToIndex(from, to, length);
        return (int) Math.min(BLOCK_BYTES >> shift, to - from);
    }

    /** Copies the block again and again until the range is full. */
    void repeat(long from, long to, Object block, long arrayBase, int blockLength) {
        for (long index = from; index < to; index += blockLength) {
            copyIn(index, block, arrayBase, blockLength, 0, (int) Math.min(blockLength, to - index));
        }
    }
}
