package io.tandem.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The JDK's CRC-32C, without its tables. */
class ChecksumTest {
    @Test
    void itIsTheOneOfTheJdk() {
        Random random = new Random(1);
        byte[] bytes = new byte[1000];
        for (int length = 0; length <= bytes.length; length += 7) {
            random.nextBytes(bytes);
            CRC32C expected = new CRC32C();
            expected.update(bytes, 0, length);
            assertEquals((int) expected.getValue(), Checksum.of(bytes, length), length + " bytes");
        }
    }
}
