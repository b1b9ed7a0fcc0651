package io.tandem.journal;

import io.tandem.file.TandemException;
import java.nio.file.Path;

/** A journal was refused, or could not go on, by name: {@link #reason()} says why. What was in it is not changed. */
public final class JournalException extends TandemException {
    private static final long serialVersionUID = 1;

    /** What is wrong, and what to do about it. */
    public enum Reason {
        MISSING_LIBRARY("add the dependency net.openhft:chronicle-queue:2026.4, without chronicle-analytics"),
        MISSING_FLAGS("add these flags to the java command; children of Tandem get them"),
        NO_SPACE("free some space, or keep fewer files; what was put before is safe, and putting works again then"),
        DAMAGED("somebody changed the files, or a power cut lost the end: replay() what is left into a new journal"),
        GONE("the retention dropped those messages: begin at firstNumber()"),
        FAILED("see the cause; what was put before is safe");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }
    }

    private final Reason reason;

    JournalException(Reason reason, Path journal, String found) {
        this(reason, journal, found, null);
    }

    JournalException(Reason reason, Path journal, String found, Throwable cause) {
        super(reason + ": " + journal + ": " + found + "; " + reason.advice, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
