package io.tandem.file;

/**
 * What a creator asks for.
 *
 * @param kind what the file holds
 * @param bodyBytes size of the body in bytes
 * @param count elements, slots or capacity; for people and for comparing two creators
 * @param type what the elements are, empty where the kind says it all
 * @param allocatedBytes how much of the body gets its blocks at creation; the rest before its first use, by
 *     {@link SharedFile#allocate}
 */
public record FileSpec(Kind kind, long bodyBytes, long count, String type, long allocatedBytes) {
    public FileSpec(Kind kind, long bodyBytes, long count, String type) {
        this(kind, bodyBytes, count, type, bodyBytes);
    }

    public FileSpec(Kind kind, long bodyBytes, long count) {
        this(kind, bodyBytes, count, "");
    }

    long fileBytes() {
        return FileLayout.BODY_AT + bodyBytes;
    }

    private String parameters() {
        return kind.name() + " with count " + count + (type.isEmpty() ? "" : " of " + type);
    }

    /** Refuses an existing file whose parameters differ from the ones this creator asked for. */
    void requireSame(java.nio.file.Path path, FileHeader header) {
        FileSpec found = new FileSpec(kind, header.bodyBytes(), header.count(), header.type(), allocatedBytes);
        if (!equals(found)) {
            throw new SharedFileException(
                    SharedFileException.Reason.LAYOUT_MISMATCH, path, parameters(), found.parameters());
        }
    }
}
