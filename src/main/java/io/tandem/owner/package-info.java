/**
 * Kernel: who is attached to a Tandem directory, and who of them is dead. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.owner.ParticipantsLayout}: the picture of the registry
 *   <li>{@link io.tandem.owner.LockFile}: bytes the kernel unlocks when their holder ends
 *   <li>{@link io.tandem.owner.ProcStat}: what {@code /proc} knows
 *   <li>{@link io.tandem.owner.Participants}: registration, {@link io.tandem.owner.Verdict}, detaching
 *   <li>{@link io.tandem.owner.OwnedWord}: a role that outlives the death of who plays it
 *   <li>{@link io.tandem.owner.SharedDirectory}: one attachment per directory and JVM
 *   <li>{@link io.tandem.owner.PrivateNames}: private names, sweeping
 *   <li>{@link io.tandem.owner.AnonymousRoot}: birth and removal of anonymous directories
 *   <li>{@link io.tandem.owner.FileTree}: what a removal takes along
 *   <li>{@link io.tandem.owner.AttachedHere}: notices a second copy of the library in this JVM
 *   <li>{@link io.tandem.owner.ExitActions}: what happens when this JVM shuts down
 *   <li>{@link io.tandem.owner.SharedObject}, {@link io.tandem.owner.Attachment}, {@link io.tandem.owner.ByPath},
 *       {@link io.tandem.owner.Travels}: what
 *       every shared thing is: a handle, closed logically, serialized by path
 * </ul>
 *
 * <p>Public only where other folders of Tandem need it. Users start at {@code io.tandem.Tandem}.
 */
package io.tandem.owner;
