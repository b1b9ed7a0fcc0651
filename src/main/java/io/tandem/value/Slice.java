package io.tandem.value;

/**
 * {@code [from:to:step]} over a length, by Python's rules: negative ends count from the end, ends beyond it are cut
 * off, a negative step goes backwards (its "before the first" is any end below {@code -length}).
 */
record Slice(long from, long count, long step) {
    static Slice of(long length, long from, long to, long step) {
        if (step == 0) {
            throw new IllegalArgumentException("slice step must not be 0");
        }
        long first = step > 0 ? 0 : -1;
        long last = step > 0 ? length : length - 1;
        long begin = clip(from, length, first, last);
        long end = clip(to, length, first, last);
        long span = step > 0 ? end - begin : begin - end;
        long stride = Math.abs(step);
        return new Slice(begin, span <= 0 ? 0 : (span - 1) / stride + 1, step);
    }

    private static long clip(long index, long length, long first, long last) {
        long counted = index < 0 && index + length >= 0 ? index + length : index;
        return counted < 0 ? first : Math.min(counted, last);
    }

    long index(long n) {
        return from + n * step;
    }

    int arrayLength() {
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    count + " elements do not fit in a Java array; copy them in parts with get(index, target)");
        }
        return (int) count;
    }

    Slice requireLength(int values) {
        if (count != values) {
            throw new IllegalArgumentException("the slice has " + count + " elements, but " + values + " values came");
        }
        return this;
    }
}
