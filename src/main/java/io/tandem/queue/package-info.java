/**
 * Shared things: queues between JVMs. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.queue.QueueLayout}: the picture
 *   <li>{@link io.tandem.queue.QueueLanes}: the lanes of one file in this JVM: finding, owning, adopting
 *   <li>{@link io.tandem.queue.QueueEngine}: one queue in this JVM; how it keeps its messages is one of
 *       {@link io.tandem.queue.LaneQueue}, {@link io.tandem.queue.IndexQueue}, {@link io.tandem.queue.LeaseQueue}
 *   <li>{@link io.tandem.queue.QueueConsumer}: what a thread takes with: copying, in place, or leasing
 *   <li>{@link io.tandem.queue.PuttingHalf}, {@link io.tandem.queue.TakingHalf}: encode and wait, wait and decode
 *   <li>{@link io.tandem.queue.SharedQueue}: what users see, with {@link io.tandem.queue.QueueOptions},
 *       {@link io.tandem.queue.QueueProducer} and {@link io.tandem.queue.Delivery}
 *   <li>{@link io.tandem.queue.QueueView}: the methods of {@code Collection}
 * </ul>
 */
package io.tandem.queue;
