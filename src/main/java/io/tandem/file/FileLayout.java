package io.tandem.file;

/**
 * Where everything lies in a shared file. All fields little endian; offsets in bytes.
 *
 * <pre>
 *     0 +--------------------------------------------------------------+
 *       | header block: written before the file gets its name,         |
 *       | never changed afterwards                                     |
 *       |    0  magic        8 bytes  89 54 4e 44 4d 0d 0a 1a          |
 *       |    8  byte order   int      0x01020304                       |
 *       |   12  version      int      1                                |
 *       |   16  kind        16 bytes  ASCII, zero padded               |
 *       |   32  layout       long     FNV-1a 64 of the kind's layout   |
 *       |   40  file size    long     bytes, header included           |
 *       |   48  body size    long     bytes                            |
 *       |   56  count        long     elements, slots or capacity      |
 *       |   64  uuid        16 bytes  most significant long first      |
 *       |   80  boot id     16 bytes  of the creator; zero: unknown    |
 *       |   96  type length  int      bytes                            |
 *       |  100  type       400 bytes  UTF-8, what the elements are     |
 *       |  500  reserved     8 bytes  zero                             |
 *       |  508  checksum     int      CRC-32C of bytes 0..507          |
 *   512 +--------------------------------------------------------------+
 *       | control block: words any participant may change              |
 *       |  512  destroyed    int      1 once the file lost its name    |
 *       |  516  reserved   508 bytes  zero                             |
 *  1024 +--------------------------------------------------------------+
 *       | body: laid out by its kind, hot words on 128 bytes each      |
 *       +--------------------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field      written by                    read by               ordering
 *  header     creator, before publication   attachers, once       the hard link publishes it
 *  destroyed  who destroys, once            waiting participants  release / acquire
 * </pre>
 */
public final class FileLayout {
    /** Begins with a byte above 127 and holds both line ends, so that a text transfer does not go unnoticed. */
    public static final long MAGIC = 0x1a0a0d4d444e5489L;

    public static final int BYTE_ORDER = 0x01020304;
    public static final int VERSION = 1;

    public static final int MAGIC_AT = 0;
    public static final int BYTE_ORDER_AT = MAGIC_AT + Long.BYTES;
    public static final int VERSION_AT = BYTE_ORDER_AT + Integer.BYTES;
    public static final int KIND_AT = VERSION_AT + Integer.BYTES;
    public static final int KIND_BYTES = 16;
    public static final int LAYOUT_AT = KIND_AT + KIND_BYTES;
    public static final int FILE_SIZE_AT = LAYOUT_AT + Long.BYTES;
    public static final int BODY_SIZE_AT = FILE_SIZE_AT + Long.BYTES;
    public static final int COUNT_AT = BODY_SIZE_AT + Long.BYTES;
    public static final int UUID_AT = COUNT_AT + Long.BYTES;
    public static final int BOOT_ID_AT = UUID_AT + 2 * Long.BYTES;
    public static final int TYPE_LENGTH_AT = BOOT_ID_AT + 2 * Long.BYTES;
    public static final int TYPE_AT = TYPE_LENGTH_AT + Integer.BYTES;
    public static final int TYPE_BYTES = 400;
    public static final int CHECKSUM_AT = 508;
    public static final int HEADER_BYTES = 512;

    public static final int DESTROYED_AT = 512;
    public static final int BODY_AT = 1024;

    /** Words that different processes write lie this far apart: two lines, because lines are fetched in pairs. */
    public static final int HOT = 128;

    /** A file is mapped in segments of this size; no element crosses a multiple of it. */
    public static final int SEGMENT_SHIFT = 30;

    public static final long SEGMENT_BYTES = 1L << SEGMENT_SHIFT;

    private FileLayout() {}
}
