/**
 * What it costs to wake a thread that sleeps in another process, and to sleep. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.wake.Way}: what carries eight bytes there and back
 *   <li>{@link io.tandem.wake.Sleeper}: one JVM of a pair, or one that only waits
 *   <li>{@link io.tandem.wake.Wake}: turns, medians, ratios; {@code mvn test-compile exec:exec@wake}
 * </ul>
 */
package io.tandem.wake;
