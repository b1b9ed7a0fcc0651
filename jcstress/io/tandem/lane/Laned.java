package io.tandem.lane;

/** A lane; message n is some bytes, each of them n. */
public class Laned {
    static final int TORN = -1;

    private final Place.Region region;
    final Lane lane;
    final LaneWriter writer;

    Laned() {
        region = Place.next().take();
        lane = region.consumers();
        writer = new LaneWriter(region.producer());
    }

    private static boolean fill(LaneWriter by, int number, int length) {
        int index = by.claim(length);
        if (index >= 0) {
            by.lane().data().setMemory(index, length, (byte) number);
        }
        return index >= 0;
    }

    static boolean commit(LaneWriter by, int number, int length) {
        boolean done = fill(by, number, length);
        if (done) {
            by.commit(number);
        }
        return done;
    }

    boolean put(int number, int length) {
        boolean done = fill(writer, number, length);
        if (done) {
            writer.commitAndPublish(number);
        }
        return done;
    }

    /** The numbers taken as one decimal number, 0 for none. */
    int take(int limit) {
        LaneTaker taker = new LaneTaker();
        if (taker.take(lane, limit, Integer.MAX_VALUE) == 0) {
            return 0;
        }
        int[] all = new int[1];
        taker.forEach((type, buffer, index, length) -> {
            int number = type;
            for (int i = 0; i < length; i++) {
                if (buffer.getByte(index + i) != number) {
                    number = TORN * 100;
                }
            }
            all[0] = all[0] * 10 + number;
        });
        return all[0];
    }

    /** What is left, one by one. */
    int rest() {
        int all = 0;
        for (int one = take(1); one != 0; one = take(1)) {
            all = all * 10 + one;
        }
        return all;
    }

    void free() {
        region.giveBack();
    }
}
