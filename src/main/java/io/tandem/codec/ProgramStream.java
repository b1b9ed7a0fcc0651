package io.tandem.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/**
 * Serialized objects whose classes may be the program's: where the loader of this library does not see those, as with
 * {@code java Program.java}, a second one is asked. One thread; does not block.
 */
public final class ProgramStream extends ObjectInputStream {
    private final ClassLoader second;

    /** {@code second} may be null. */
    public ProgramStream(byte[] bytes, ClassLoader second) throws IOException {
        super(new ByteArrayInputStream(bytes));
        this.second = second;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return super.resolveClass(description);
        } catch (ClassNotFoundException e) {
            if (second == null) {
                throw e;
            }
            return Class.forName(description.getName(), false, second);
        }
    }
}
