package io.tandem.demo;

/** Cuts a text into words: runs of ASCII letters and digits, without case. The same code counts alone and together. */
final class Words {
    /** What is told of each word: the FNV-1a hash of its lower-case letters, never 0. */
    interface Sink {
        void word(long hash, int from, int to);
    }

    private Words() {}

    /** Tells every word that begins in {@code from..to-1}; it may end behind {@code to}. */
    static void each(byte[] text, int from, int to, Sink sink) {
        int at = from;
        while (at > 0 && at < to && isLetter(text[at - 1]) && isLetter(text[at])) {
            at++; // this word began before our part
        }
        while (at < to) {
            if (!isLetter(text[at])) {
                at++;
                continue;
            }
            int begin = at;
            long hash = 0xcbf29ce484222325L;
            while (at < text.length && isLetter(text[at])) {
                hash = (hash ^ (text[at] | 0x20)) * 0x100000001b3L;
                at++;
            }
            sink.word(hash == 0 ? 1 : hash, begin, at);
        }
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
    }
}
