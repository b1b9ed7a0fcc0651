package io.tandem.demo;

import io.tandem.Tandem;
import io.tandem.value.SharedLongArray;
import java.io.Serializable;

/** A table of counts by hash in two shared arrays: any number of JVMs find or claim a place by one CAS, and add. */
record SharedCounts(SharedLongArray hashes, SharedLongArray counts) implements Serializable {
    static SharedCounts in(Tandem tandem, int places) {
        return new SharedCounts(tandem.newLongArray(places), tandem.newLongArray(places));
    }

    void add(long hash, long count) {
        counts.getAndAdd(place(hash), count);
    }

    long get(long hash) {
        return counts.get(place(hash));
    }

    long total() {
        return counts.stream().sum();
    }

    long distinct() {
        return hashes.stream().filter(hash -> hash != 0).count();
    }

    private long place(long hash) {
        long places = hashes.length();
        long place = Math.floorMod(hash, places);
        for (long tried = 0; tried < places; tried++) {
            long found = hashes.getAcquire(place);
            if (found == hash || found == 0 && claimed(place, hash)) {
                return place;
            }
            place = place + 1 == places ? 0 : place + 1;
        }
        throw new IllegalStateException("more than " + places + " different words");
    }

    private boolean claimed(long place, long hash) {
        long found = hashes.compareAndExchange(place, 0, hash);
        return found == 0 || found == hash;
    }
}
