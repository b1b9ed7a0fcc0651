package io.tandem.value;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;

/**
 * One word that everybody changes atomically. Offsets from the body.
 *
 * <pre>
 *    0 +----------------------------------------------------------+
 *      | value: long, int, double as IEEE 754 bits, or boolean as |
 *      |        an int of 0 or 1; the rest of the block is zero   |
 *  128 +----------------------------------------------------------+
 * </pre>
 *
 * <pre>
 *  field  written by  read by    ordering
 *  value  everybody   everybody  the one the caller asks for; volatile unless named otherwise
 * </pre>
 */
final class CellLayout {
    static final int VALUE_AT = 0;
    static final int BODY_BYTES = HOT;

    static final FileSpec LONG = spec("long", "value@0:8");
    static final FileSpec INT = spec("int", "value@0:4");
    static final FileSpec DOUBLE = spec("double", "ieee754@0:8");
    static final FileSpec BOOLEAN = spec("boolean", "flag@0:4");

    private CellLayout() {}

    private static FileSpec spec(String name, String layout) {
        return new FileSpec(new Kind(name, layout, 0, BODY_BYTES), 1);
    }

    static void fill(Mapping body, long value) {
        Memory.longPlain(body, body.address(BODY_AT + VALUE_AT), value);
    }

    static void fill(Mapping body, int value) {
        Memory.intPlain(body, body.address(BODY_AT + VALUE_AT), value);
    }
}
