/**
 * Programs: child JVMs, built from the public nouns and the kernel. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.process.ProcessTask}, {@link io.tandem.process.ChildProcess}, {@link io.tandem.process.ChildSettings}:
 *       what users see
 *   <li>{@link io.tandem.process.ParentProcess}, {@link io.tandem.process.ThisProcess}: the family of this JVM
 *   <li>{@link io.tandem.process.Envelope}, {@link io.tandem.process.PlainChild}, {@link io.tandem.process.PlainTask}: the task
 *       on its way
 *   <li>{@link io.tandem.process.CodeSources}, {@link io.tandem.process.SourceLaunch}, {@link io.tandem.process.BootJar},
 *       {@link io.tandem.process.JvmFlags}, {@link io.tandem.process.ChildOptions}, {@link io.tandem.process.ChildCommand}: the command line
 *   <li>{@link io.tandem.process.ChildMain}: what the child runs first
 *   <li>{@link io.tandem.process.Launch}, {@link io.tandem.process.ProcessTree}: the end of a child, and of its family
 *   <li>{@link io.tandem.process.FailureFile}, {@link io.tandem.process.RemoteFailure}: its Throwable on the way back
 *   <li>{@link io.tandem.process.ChildOutput}, {@link io.tandem.process.OutputPump}, {@link io.tandem.process.OutputSink},
 *       {@link io.tandem.process.CapturedOutput}, {@link io.tandem.process.LineForwarder}: what a child writes
 *   <li>{@link io.tandem.process.Spares}, {@link io.tandem.process.Spare}, {@link io.tandem.process.Rehearsal}: children
 *       that wait for a task
 *   <li>{@link io.tandem.process.ClassArchive}, {@link io.tandem.process.ArchiveCache},
 *       {@link io.tandem.process.ArchiveName}: classes that need no loading
 * </ul>
 */
package io.tandem.process;
