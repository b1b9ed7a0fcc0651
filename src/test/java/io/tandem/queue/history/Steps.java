package io.tandem.queue.history;

import java.util.Arrays;

/** A number that goes up and down by one at given stamps, and its largest value between two stamps. All ups and downs come first. */
final class Steps {
    private final long[] ups;
    private final long[] downs;
    private int upCount;
    private int downCount;
    private long[] stamps;
    private int[] tree; // the level after each stamp in the second half, above it the larger of two
    private int size;

    /** Room for so many ups and as many downs. */
    Steps(int most) {
        ups = new long[most];
        downs = new long[most];
    }

    void up(long stamp) {
        ups[upCount++] = stamp;
    }

    /** At a stamp that has both, downs are first. */
    void down(long stamp) {
        downs[downCount++] = stamp;
    }

    private void build() {
        Arrays.sort(ups, 0, upCount);
        Arrays.sort(downs, 0, downCount);
        stamps = new long[upCount + downCount];
        size = Math.max(1, stamps.length);
        tree = new int[2 * size];
        int down = 0;
        int up = 0;
        for (int i = 0; i < stamps.length; i++) {
            boolean isDown = up == upCount || down < downCount && downs[down] <= ups[up];
            stamps[i] = isDown ? downs[down++] : ups[up++];
            tree[size + i] = up - down;
        }
        for (int i = size - 1; i > 0; i--) {
            tree[i] = Math.max(tree[2 * i], tree[2 * i + 1]);
        }
    }

    /** The largest of all. */
    int most() {
        return most(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The largest from one stamp to another, both included. */
    int most(long from, long to) {
        if (stamps == null) {
            build();
        }
        int first = after(from);
        int most = first == 0 ? 0 : tree[size + first - 1];
        int left = size + first;
        int right = size + after(to);
        while (left < right) {
            if (left % 2 == 1) {
                most = Math.max(most, tree[left++]);
            }
            if (right % 2 == 1) {
                most = Math.max(most, tree[--right]);
            }
            left /= 2;
            right /= 2;
        }
        return most;
    }

    /** How many stamps are not after this one. */
    private int after(long stamp) {
        int low = 0;
        int high = stamps.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (stamps[middle] <= stamp) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
