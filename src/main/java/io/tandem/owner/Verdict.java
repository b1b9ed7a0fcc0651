package io.tandem.owner;

/**
 * Whether a participant can ever act again, and what says so. A stopped, paused or swapped-out process is alive.
 *
 * @param dead true only if the kernel dropped the participant's life lock and nothing contradicts
 * @param evidence one sentence for people
 */
public record Verdict(boolean dead, String evidence) {
    static Verdict alive(String evidence) {
        return new Verdict(false, evidence);
    }

    static Verdict dead(String evidence) {
        return new Verdict(true, evidence);
    }

    @Override
    public String toString() {
        return (dead ? "dead: " : "alive: ") + evidence;
    }
}
