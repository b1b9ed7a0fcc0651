/**
 * Multiprocessing for the JVM. The map, in reading order, which is also the order of dependence:
 *
 * <pre>
 *  kernel     file/     a mapped file: created, published, attached, refused by name
 *             wait/     how a thread waits for another process
 *             owner/    who is attached to a directory, who is dead
 *             codec/    objects to bytes and back
 *  things     value/    SharedLong, SharedIntArray, SharedValue, ...
 *             lane/     one producer's byte ring
 *             index/    one order of many producers' messages, with a bound
 *             lease/    messages that are lent until they are acknowledged
 *             spill/    messages with a file of their own
 *             queue/    SharedQueue: a BlockingQueue between JVMs
 *             pipe/     SharedPipe, Connection, Listener
 *             sync/     SharedLock, SharedSemaphore, SharedBarrier, ...
 *             journal/  JournalQueue: a queue that lasts, on Chronicle Queue
 *  programs   process/  ChildProcess: a task in another JVM
 *             pool/     ProcessPool: an ExecutorService whose workers are JVMs
 *             manager/  Manager: a JVM that holds ordinary objects for others
 *  door       Tandem    a directory of shared things and the children that use them
 *             demo/     what it looks like, all at once
 * </pre>
 *
 * A Tandem directory, and a shared file in it:
 *
 * <pre>
 *  .life            empty; byte n is locked by participant n for life
 *  .participants    who they are
 *  long-0.1.1       header | control | body: one word
 *  .0.1.2.task      private to participant 0, epoch 1; swept after its death
 * </pre>
 *
 * The road of a store: {@code SharedLong.set} checks that the handle is open and stores to an address of the mapping;
 * any process that maps the same file loads it. No system call, no lock, no copy.
 *
 * <p>The road of a message: {@code SharedQueue.put} → {@code Codec} → {@code LaneWriter} → bytes → {@code LaneTaker} →
 * {@code Codec} → {@code SharedQueue.take}.
 */
package io.tandem;
