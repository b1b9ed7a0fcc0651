package io.tandem.support;

import org.junit.jupiter.api.Assumptions;

/**
 * Skips a test where the machine lacks something, and prints that it does. Only the names listed here may be skipped:
 * another one fails to compile.
 */
public enum Skip {
    MOUNT("mounting a small tmpfs is not allowed here"),
    SECOND_USER("becoming another user is not allowed here"),
    PID_NAMESPACE("making a pid namespace is not allowed here"),
    LARGE_MEMORY("less than 6 GiB free in /dev/shm"),
    LARGE_DISK("less than 6 GiB free in the temporary directory"),
    PYTHON("no python3 here"),
    SPIN("no spin or no gcc here"),
    VIRTUAL_THREADS("no virtual threads before Java 21"),
    NATIVE_REFLECTION("reflection goes by method handles from Java 18 on"),
    SECOND_JDK("no second JDK under /usr/lib/jvm");

    private final String reason;

    Skip(String reason) {
        this.reason = reason;
    }

    public void unless(boolean possible) {
        if (!possible) {
            System.out.println("SKIPPED " + name() + ": " + reason);
        }
        Assumptions.assumeTrue(possible, reason);
    }
}
