/**
 * Shared things: one order of the messages of many producers, with an exact bound on how many wait. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.index.IndexLayout}, {@link io.tandem.index.AreaLayout}: the pictures
 *   <li>{@link io.tandem.index.IndexRing}, {@link io.tandem.index.IndexArea}: the words, each with its ordering
 *   <li>{@link io.tandem.index.Frontier}: fills the first empty slot
 *   <li>{@link io.tandem.index.IndexWriter}, with {@link io.tandem.index.AreaUse}: claim, commit, publish; what a dead
 *       producer left
 *   <li>{@link io.tandem.index.IndexTaker}: any number of consumers: copy, then CAS
 *   <li>{@link io.tandem.index.IndexReader}: one consumer, reading in place
 * </ul>
 */
package io.tandem.index;
