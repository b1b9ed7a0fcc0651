/**
 * Shared things: queues between JVMs. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.queue.QueueLayout}: the picture
 *   <li>{@link io.tandem.queue.QueueLanes}: the lanes of one file in this JVM: owning, adopting, looking through them
 *   <li>{@link io.tandem.queue.SharedQueue}: what users see, with {@link io.tandem.queue.QueueOptions} and
 *       {@link io.tandem.queue.QueueProducer}
 *   <li>{@link io.tandem.queue.QueueView}: the methods of {@code Collection}
 * </ul>
 */
package io.tandem.queue;
