/**
 * Kernel: how threads wait for other processes. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.wait.WaitPolicy}: what a user chooses
 *   <li>{@link io.tandem.wait.Waiter}: one wait of one thread, of every noun
 *   <li>{@link io.tandem.wait.Bell}: the word a thread sleeps on, and who rings it
 *   <li>{@link io.tandem.wait.Sleep}, {@link io.tandem.wait.Interruption}, {@link io.tandem.wait.Watcher}: how it sleeps
 *   <li>{@link io.tandem.wait.Futex}, {@link io.tandem.wait.Doorman}, {@link io.tandem.wait.LibraryFile}: the system calls,
 *       and how they come into this JVM
 *   <li>{@link io.tandem.wait.Neighbours}: whether everybody else can ring
 *   <li>{@link io.tandem.wait.Wait}, {@link io.tandem.wait.Waitable}: the first of several things
 * </ul>
 */
package io.tandem.wait;
