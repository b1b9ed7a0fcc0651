package io.tandem.process;

/** Where the bytes go that a child writes to one of its two streams. Called by one thread at a time; never blocks long. */
interface OutputSink {
    void write(byte[] bytes, int length);

    /** Nothing more will come. */
    void end();
}
