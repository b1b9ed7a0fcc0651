package io.tandem.owner;

/** Something that keeps this JVM attached to a Tandem directory; users have {@code Tandem}. */
public interface Home {
    SharedDirectory directory();
}
