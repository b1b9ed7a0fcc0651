/**
 * Shared things: a pipe of two ends, each for one process. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.pipe.PipeLayout}: the picture
 *   <li>{@link io.tandem.pipe.PipeEnds}: who has which end, closed or dead, and the two lanes
 *   <li>{@link io.tandem.pipe.SharedPipe}, {@link io.tandem.pipe.Connection}: what users see
 *   <li>{@link io.tandem.pipe.SendingHalf}, {@link io.tandem.pipe.ReceivingHalf}: how a connection sends, receives, and
 *       learns of the end
 *   <li>{@link io.tandem.pipe.PipeSender}: claims and batches
 *   <li>{@link io.tandem.pipe.PipeStreams}: messages without limit, in pieces
 *   <li>{@link io.tandem.pipe.Listener}: how strangers meet
 * </ul>
 */
package io.tandem.pipe;
