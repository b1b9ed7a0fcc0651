/**
 * Locks, conditions, semaphores, events, barriers and latches between processes, which survive who holds them. In
 * reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.sync.LockLayout}, {@link io.tandem.sync.LockWord}: the protocol of a lock
 *   <li>{@link io.tandem.sync.LockEngine}, {@link io.tandem.sync.LockHolder}: which thread, and whether it lives
 *   <li>{@link io.tandem.sync.RobustLock}, {@link io.tandem.sync.SharedLock}, {@link io.tandem.sync.SharedReentrantLock}
 *   <li>{@link io.tandem.sync.WaitingLine}, {@link io.tandem.sync.LockTurn}: fair ones
 *   <li>{@link io.tandem.sync.ConditionLayout}, {@link io.tandem.sync.ConditionTable},
 *       {@link io.tandem.sync.SharedCondition}
 *   <li>{@link io.tandem.sync.EventLayout}, {@link io.tandem.sync.EventWord}, {@link io.tandem.sync.SharedEvent}
 *   <li>{@link io.tandem.sync.LatchLayout}, {@link io.tandem.sync.SharedCountDownLatch}
 *   <li>{@link io.tandem.sync.SemaphoreLayout}, {@link io.tandem.sync.Permits}, {@link io.tandem.sync.SharedSemaphore}:
 *       permits that name their owners
 *   <li>{@link io.tandem.sync.BarrierLayout}, {@link io.tandem.sync.Meeting}, {@link io.tandem.sync.SharedBarrier}:
 *       entries instead of a count
 * </ul>
 */
package io.tandem.sync;
