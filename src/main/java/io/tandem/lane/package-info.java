/**
 * Shared things: one producer's byte ring, of which queues and pipes are made. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.lane.LaneLayout}: the picture
 *   <li>{@link io.tandem.lane.Lane}: the words of one lane, each with its ordering
 *   <li>{@link io.tandem.lane.LaneWriter}: claim, commit, publish; recovery after a dead writer
 *   <li>{@link io.tandem.lane.LaneTaker}: any number of consumers: copy, then CAS
 *   <li>{@link io.tandem.lane.LaneReader}: one consumer, reading in place
 * </ul>
 */
package io.tandem.lane;
