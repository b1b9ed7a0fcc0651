/**
 * Kernel: objects to bytes and back. {@link io.tandem.codec.Codec} is the extension point, {@link io.tandem.codec.Codecs}
 * finds one for a type.
 */
package io.tandem.codec;
