package io.tandem.queue;

import static io.tandem.queue.QueueLayout.*;

import io.tandem.file.SharedFile;
import io.tandem.owner.Participants;
import io.tandem.wait.Bell;

/**
 * Who of a queue is woken when: each change of what somebody may wait for is followed by a ring of that bell. One opaque
 * load each while nobody sleeps. Any thread.
 *
 * <pre>
 *  change                                                    rings
 *  messages published                                        takers
 *  messages given back: by their holder, its close, or who   takers
 *  found it dead
 *  room given back: taken, acknowledged, read in place       putters
 *  all of a leased lane is acknowledged                      joiners; takers, once it was shut down
 *  shutdown, and a put that it catches                       all
 *  close, destroy                                            all, as an alarm
 * </pre>
 */
final class QueueBells {
    final Bell takers;
    final Bell putters;
    final Bell joiners;

    QueueBells(SharedFile file, Participants participants) {
        this.takers = new Bell(file.mapping(), file.body(TAKERS_AT), participants);
        this.putters = new Bell(file.mapping(), file.body(PUTTERS_AT), participants);
        this.joiners = new Bell(file.mapping(), file.body(JOINERS_AT), participants);
    }

    void ringAll() {
        takers.ring();
        putters.ring();
        joiners.ring();
    }

    void alarm() {
        takers.alarm();
        putters.alarm();
        joiners.alarm();
    }
}
