package io.tandem.value;

import io.tandem.file.Kind;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.SharedObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Each class of this folder, for what all of them promise. */
enum Noun {
    LONG(
            CellLayout.LONG.kind(),
            path -> SharedLong.create(path, 1),
            path -> SharedLong.createOrAttach(path, 2),
            SharedLong::attach,
            SharedLong::attach),
    INT(
            CellLayout.INT.kind(),
            path -> SharedInt.create(path, 1),
            path -> SharedInt.createOrAttach(path, 2),
            SharedInt::attach,
            SharedInt::attach),
    DOUBLE(
            CellLayout.DOUBLE.kind(),
            path -> SharedDouble.create(path, 1),
            path -> SharedDouble.createOrAttach(path, 2),
            SharedDouble::attach,
            SharedDouble::attach),
    BOOLEAN(
            CellLayout.BOOLEAN.kind(),
            path -> SharedBoolean.create(path, true),
            path -> SharedBoolean.createOrAttach(path, false),
            SharedBoolean::attach,
            SharedBoolean::attach),
    BYTES(
            ArrayLayout.BYTES,
            path -> SharedByteArray.create(path, 5L),
            path -> SharedByteArray.createOrAttach(path, 5),
            SharedByteArray::attach,
            SharedByteArray::attach),
    INTS(
            ArrayLayout.INTS,
            path -> SharedIntArray.create(path, 5L),
            path -> SharedIntArray.createOrAttach(path, 5),
            SharedIntArray::attach,
            SharedIntArray::attach),
    LONGS(
            ArrayLayout.LONGS,
            path -> SharedLongArray.create(path, 5L),
            path -> SharedLongArray.createOrAttach(path, 5),
            SharedLongArray::attach,
            SharedLongArray::attach),
    FLOATS(
            ArrayLayout.FLOATS,
            path -> SharedFloatArray.create(path, 5L),
            path -> SharedFloatArray.createOrAttach(path, 5),
            SharedFloatArray::attach,
            SharedFloatArray::attach),
    DOUBLES(
            ArrayLayout.DOUBLES,
            path -> SharedDoubleArray.create(path, 5L),
            path -> SharedDoubleArray.createOrAttach(path, 5),
            SharedDoubleArray::attach,
            SharedDoubleArray::attach),
    VALUE(
            ValueLayout.KIND,
            path -> SharedValue.create(path, String.class, "one"),
            path -> SharedValue.createOrAttach(path, String.class, "two"),
            path -> SharedValue.attach(path, String.class),
            (path, timeout) -> SharedValue.attach(path, String.class, timeout));

    final Kind kind;
    final Function<Path, SharedObject> create;
    final Function<Path, SharedObject> createOrAttach;
    final Function<Path, SharedObject> attach;
    final BiFunction<Path, Duration, SharedObject> attachSoon;

    Noun(
            Kind kind,
            Function<Path, SharedObject> create,
            Function<Path, SharedObject> createOrAttach,
            Function<Path, SharedObject> attach,
            BiFunction<Path, Duration, SharedObject> attachSoon) {
        this.kind = kind;
        this.create = create;
        this.createOrAttach = createOrAttach;
        this.attach = attach;
        this.attachSoon = attachSoon;
    }

    /** Any other one. */
    Noun next() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** Creates or attaches with parameters that differ from those of {@link #create}. */
    SharedObject createOrAttachOther(Path path) {
        return switch (this) {
            case BYTES -> SharedByteArray.createOrAttach(path, 6);
            case INTS -> SharedIntArray.createOrAttach(path, 6);
            case LONGS -> SharedLongArray.createOrAttach(path, 6);
            case FLOATS -> SharedFloatArray.createOrAttach(path, 6);
            case DOUBLES -> SharedDoubleArray.createOrAttach(path, 6);
            case VALUE -> SharedValue.createOrAttach(path, Long.class, 1L);
            default -> next().createOrAttach.apply(path);
        };
    }

    Reason refusalOfOther() {
        return ordinal() < BYTES.ordinal() ? Reason.WRONG_KIND : Reason.LAYOUT_MISMATCH;
    }
}
