package io.tandem.file;

/**
 * What a creator asks for.
 *
 * @param kind what the file holds
 * @param count elements, slots or capacity; for people and for comparing two creators
 * @param type what the elements are, empty where the kind says it all
 */
public record FileSpec(Kind kind, long count, String type) {
    public FileSpec(Kind kind, long count) {
        this(kind, count, "");
    }

    long bodyBytes() {
        return kind.bodySize().applyAsLong(count);
    }

    long fileBytes() {
        return FileLayout.BODY_AT + bodyBytes();
    }

    private String parameters() {
        return kind.name() + " with count " + count + (type.isEmpty() ? "" : " of " + type);
    }

    /** Refuses an existing file whose parameters differ from the ones this creator asked for. */
    void requireSame(java.nio.file.Path path, FileHeader header) {
        FileSpec found = new FileSpec(kind, header.count(), header.type());
        if (!equals(found)) {
            throw new SharedFileException(
                    SharedFileException.Reason.LAYOUT_MISMATCH, path, parameters(), found.parameters());
        }
    }
}
