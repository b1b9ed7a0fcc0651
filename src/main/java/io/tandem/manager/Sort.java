package io.tandem.manager;

/** What kinds of objects a server holds. Their places are their numbers in messages. */
enum Sort {
    ROOT,
    MAP,
    LIST,
    SET,
    NAMESPACE,
    /** Of a registered interface. */
    USER,
    /** What an iterator has still to give. */
    CURSOR;

    private static final Sort[] ALL = values();

    static Sort of(int number) {
        if (number < 0 || number >= ALL.length) {
            throw new io.tandem.codec.DecodeException("there is no sort " + number + " of managed objects", null);
        }
        return ALL[number];
    }
}
