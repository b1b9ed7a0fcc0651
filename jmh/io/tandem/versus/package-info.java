/**
 * Messages between two JVMs, each pinned to a core: ours beside its peers, in alternation. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.versus.Versus}: what is run and printed; {@link io.tandem.versus.Options}
 *   <li>{@link io.tandem.versus.Contestant}: who takes part, and with which settings
 *   <li>{@link io.tandem.versus.Pair}: starts the JVMs of one run; {@link io.tandem.versus.Peer}: what they do
 *   <li>{@link io.tandem.versus.Sender}, {@link io.tandem.versus.Receiver}: what every {@code *Link} implements
 *   <li>{@link io.tandem.versus.Payload}, {@link io.tandem.versus.Sink}: what is sent and how it is checked
 * </ul>
 */
package io.tandem.versus;
