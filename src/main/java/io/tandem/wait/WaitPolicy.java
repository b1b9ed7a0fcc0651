package io.tandem.wait;

/**
 * How long a thread that waits for another process looks again and again before it sleeps. Chosen per handle, by the
 * system property {@code io.tandem.wait} ({@code spin}, {@code balanced} or {@code park}) for a whole JVM. A sleeping
 * thread is woken by the kernel within microseconds; where that is not possible it looks up every millisecond, after a
 * second every eight.
 */
public final class WaitPolicy {
    private static final WaitPolicy SPIN = new WaitPolicy("spin", Integer.MAX_VALUE, 0);
    private static final WaitPolicy BALANCED = new WaitPolicy("balanced", 200, 50);
    private static final WaitPolicy PARK = new WaitPolicy("park", 0, 0);
    private static final WaitPolicy DEFAULT = of(System.getProperty("io.tandem.wait", BALANCED.name));

    final int spins;
    final int yields;
    private final String name;

    private WaitPolicy(String name, int spins, int yields) {
        this.name = name;
        this.spins = spins;
        this.yields = yields;
    }

    /** Never sleeps: fastest where there is a core for every waiting thread, a burnt core otherwise. */
    public static WaitPolicy spin() {
        return SPIN;
    }

    /** Spins for some microseconds, yields, then sleeps. */
    public static WaitPolicy balanced() {
        return BALANCED;
    }

    /** Sleeps at once. */
    public static WaitPolicy park() {
        return PARK;
    }

    /** What handles begin with: {@link #balanced()}, unless the system property says otherwise. */
    public static WaitPolicy standard() {
        return DEFAULT;
    }

    private static WaitPolicy of(String name) {
        for (WaitPolicy policy : new WaitPolicy[] {SPIN, BALANCED, PARK}) {
            if (policy.name.equals(name)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("io.tandem.wait=" + name + " is none of spin, balanced, park");
    }

    @Override
    public String toString() {
        return name;
    }
}
