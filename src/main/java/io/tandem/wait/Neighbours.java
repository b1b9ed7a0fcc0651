package io.tandem.wait;

/** Who may ring a bell besides this JVM. */
public interface Neighbours {
    /** Nobody else. */
    Neighbours NONE = () -> true;

    /** Whether everybody who may ring can wake others and heeds their fences; asked after the bell was raised. */
    boolean allRing();
}
