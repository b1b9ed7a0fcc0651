package io.tandem.sync;

/** Why a barrier is broken. Their order is part of the file format. */
enum Breach {
    UNKNOWN("it is not known why"),
    DIED("process %d died"),
    TIMED_OUT("the time of a wait in process %d was over"),
    INTERRUPTED("a wait in process %d was interrupted"),
    LEFT("process %d closed its handle, or the barrier was destroyed"),
    FAILED("the action failed in process %d"),
    ABORTED("process %d aborted it");

    private final String text;

    Breach(String text) {
        this.text = text;
    }

    /** For people; {@code breach} is the word of {@link BarrierLayout}, which may be of another phase. */
    static String describe(long breach, int phase) {
        boolean known = BarrierLayout.phase(breach) == phase;
        int cause = known ? (int) (breach >>> Integer.SIZE) & 0xf : 0;
        return String.format(values()[cause < values().length ? cause : 0].text, breach & 0xffff_ffffL);
    }
}
