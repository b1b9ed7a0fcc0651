package io.tandem.journal;

/** How long a journal writes into one file before it begins the next. Retention drops whole files. */
public enum JournalRoll {
    /** For tests: every file takes 2 MiB. */
    SECONDLY(1),
    MINUTELY(60),
    HOURLY(60 * 60),
    DAILY(24 * 60 * 60);

    final long seconds;

    JournalRoll(long seconds) {
        this.seconds = seconds;
    }
}
