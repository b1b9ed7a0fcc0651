/**
 * Shared things: one producer's lane whose messages are leased, handled, and acknowledged; what a consumer did not
 * acknowledge before it died comes again. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.lease.LeaseLayout}: the picture
 *   <li>{@link io.tandem.lease.LeaseLane}: the words of one lane, each with its ordering; counts, and recovery
 *   <li>{@link io.tandem.lease.LeaseWriter}: claim, commit, publish
 *   <li>{@link io.tandem.lease.LeaseWalk}: how a consumer finds the next message
 *   <li>{@link io.tandem.lease.LeaseTaker}: lease and acknowledge, or take at once
 * </ul>
 */
package io.tandem.lease;
