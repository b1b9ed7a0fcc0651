/**
 * Kernel: a memory-mapped file that several JVMs share, and nothing about what lies in it. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.file.FileLayout}: the picture of a file, where each header field is
 *   <li>{@link io.tandem.file.Kind}, {@link io.tandem.file.FileSpec}: what a creator asks for, what an attacher expects
 *   <li>{@link io.tandem.file.FileHeader}: the immutable header block, written and checked
 *   <li>{@link io.tandem.file.FileCreation}: build under a temporary name, allocate by writing, publish by hard link
 *   <li>{@link io.tandem.file.SharedFile}: attach, map, share one engine per file and JVM, destroy
 *   <li>{@link io.tandem.file.Memory}: words and blocks at an address; the verb carries the ordering
 *   <li>{@link io.tandem.file.SafePath}: who owns a path and who may write to it
 *   <li>{@link io.tandem.file.Uninterrupted}: file operations that an interrupt cannot break in the middle
 *   <li>{@link io.tandem.file.JdkAccess}: the one JVM flag, opened at run time where it is missing
 *   <li>{@link io.tandem.file.CrashPoint}: where tests stop a JVM to kill it
 *   <li>{@link io.tandem.file.TandemException} and its named subclasses
 * </ul>
 *
 * <p>Public only because other folders of Tandem need it. Users start at {@code io.tandem.Tandem}.
 */
package io.tandem.file;
