/**
 * Queues that outlive their processes and the machine's memory: a {@link io.tandem.journal.JournalQueue} keeps what was
 * put, in order, in the files of a Chronicle Queue, and any number of reader groups go through it at their own pace.
 *
 * <p>Needs the optional dependency {@code net.openhft:chronicle-queue} and the JVM flags that
 * {@link io.tandem.journal.JournalException} names where they are missing; children of Tandem get them. Chronicle writes
 * and reads messages; who may write, who may read, and what is done after a death is decided here: NOTES.md, journal.
 */
package io.tandem.journal;
