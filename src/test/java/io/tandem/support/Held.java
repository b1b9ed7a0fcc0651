package io.tandem.support;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A buffer that does something once, in the middle or at the end of the next copy out of it. */
public final class Held extends UnsafeBuffer {
    public Runnable meanwhile;
    public boolean half;

    @Override
    public void getBytes(int index, MutableDirectBuffer target, int targetIndex, int length) {
        Runnable now = meanwhile;
        meanwhile = null;
        int first = now != null && half ? length / 2 : length;
        super.getBytes(index, target, targetIndex, first);
        if (now != null) {
            now.run();
            super.getBytes(index + first, target, targetIndex + first, length - first);
        }
    }
}
