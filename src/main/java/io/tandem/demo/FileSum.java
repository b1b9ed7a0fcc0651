package io.tandem.demo;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What is asked of a file, or of many: the sum of the first eight bytes of each SHA-256, and how many words there are. */
record FileSum(long hashes, long words) implements Serializable {
    static final FileSum NOTHING = new FileSum(0, 0);

    static FileSum of(String file) throws IOException, NoSuchAlgorithmException {
        byte[] bytes = Files.readAllBytes(Path.of(file));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        long[] words = new long[1];
        Words.each(bytes, 0, bytes.length, (word, from, to) -> words[0]++);
        return new FileSum(ByteBuffer.wrap(hash).getLong(), words[0]);
    }

    FileSum times(int factor) {
        return new FileSum(hashes * factor, words * factor);
    }

    FileSum plus(FileSum other) {
        return new FileSum(hashes + other.hashes, words + other.words);
    }
}
