/**
 * Shared things: single values and arrays. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.value.CellLayout}, then {@link io.tandem.value.SharedLong}, {@link io.tandem.value.SharedInt},
 *       {@link io.tandem.value.SharedDouble}, {@link io.tandem.value.SharedBoolean}: one word
 *   <li>{@link io.tandem.value.ArrayLayout}, {@link io.tandem.value.Elements}, {@link io.tandem.value.Slice}, then
 *       {@link io.tandem.value.SharedLongArray} and its sisters for byte, int, float, double
 *   <li>{@link io.tandem.value.ValueLayout}, {@link io.tandem.value.Versions}, {@link io.tandem.value.SharedValue}: an
 *       object in whole versions
 * </ul>
 *
 * <p>The arrays differ in their element type only; Java has no other way to keep primitives unboxed.
 */
package io.tandem.value;
