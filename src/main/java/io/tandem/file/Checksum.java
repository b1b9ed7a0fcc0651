package io.tandem.file;

/**
 * CRC-32C, four bits at a time: {@code java.util.zip.CRC32C} computes eight kilobytes of tables first, which takes a JVM
 * that starts 1.7 ms, for the 508 bytes of a header.
 */
final class Checksum {
    /** The Castagnoli polynomial, its bits reversed. */
    private static final int POLYNOMIAL = 0x82F63B78;

    private static final int NIBBLE_BITS = 4;
    private static final int NIBBLE = (1 << NIBBLE_BITS) - 1;
    private static final int[] TABLE = table();

    private Checksum() {}

    private static int[] table() {
        int[] table = new int[1 << NIBBLE_BITS];
        for (int nibble = 0; nibble < table.length; nibble++) {
            int remainder = nibble;
            for (int bit = 0; bit < NIBBLE_BITS; bit++) {
                remainder = remainder >>> 1 ^ ((remainder & 1) == 0 ? 0 : POLYNOMIAL);
            }
            table[nibble] = remainder;
        }
        return table;
    }

    static int of(byte[] bytes, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc ^= bytes[i] & 0xff;
            crc = crc >>> NIBBLE_BITS ^ TABLE[crc & NIBBLE];
            crc = crc >>> NIBBLE_BITS ^ TABLE[crc & NIBBLE];
        }
        return ~crc;
    }
}
