package io.tandem.owner;

import java.util.Properties;

/**
 * Which Tandem directories this JVM is attached to, whichever copy of this library did it: kept in the system
 * properties, the one place that two class loaders share. A second copy would open the life lock file a second time,
 * and its closing would drop the first copy's life lock.
 */
final class AttachedHere {
    private static final String PREFIX = "io.tandem.attached.";
    private static final String ME =
            AttachedHere.class.getClassLoader() + "@" + System.identityHashCode(AttachedHere.class);

    private AttachedHere() {}

    /** Returns null if this copy may attach, else the class loader of the copy that is attached already. */
    static String claim(Object directory) {
        Object other = properties().putIfAbsent(PREFIX + directory, ME);
        return other == null || other.equals(ME) ? null : other.toString();
    }

    static void release(Object directory) {
        properties().remove(PREFIX + directory, ME);
    }

    static boolean contains(Object directory) {
        return properties().containsKey(PREFIX + directory);
    }

    private static Properties properties() {
        return System.getProperties();
    }
}
