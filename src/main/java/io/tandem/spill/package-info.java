/**
 * Shared things: messages too large for a lane, each in a file of its own. A queue passes a reference to it. In reading
 * order:
 *
 * <ul>
 *   <li>{@link io.tandem.spill.SpillPlace}: the picture; the directory these files are in
 *   <li>{@link io.tandem.spill.FileNumbers}: which number is the next one of a lane
 *   <li>{@link io.tandem.spill.NewFile}: a file being written, gone if that fails
 *   <li>{@link io.tandem.spill.SpillFiles}: write, open, delete, sweep
 *   <li>{@link io.tandem.spill.FileMapping}: a whole file in the address space
 *   <li>{@link io.tandem.spill.SharedBytes}, {@link io.tandem.spill.BytesStream}: what a consumer gets
 * </ul>
 */
package io.tandem.spill;
