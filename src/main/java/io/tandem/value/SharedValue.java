package io.tandem.value;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.DecodeException;
import io.tandem.codec.TooLargeException;
import io.tandem.file.CrashPoint;
import io.tandem.file.FileSpec;
import io.tandem.file.JdkAccess;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.owner.OwnedWord;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An object of any type that has a codec, shared by any number of JVMs. Readers get one whole version, always a fresh
 * copy; null is a value.
 *
 * <p>Any thread of any attached process may call anything. {@link #get} does not block; it copies again if two writes
 * overtook it. Writers take turns: {@code set} waits while another live process is writing, however long it is stopped,
 * and is woken then; {@code close()} and {@code destroy()} end that wait, an interrupt does not. A writer killed half-way leaves the old version, and the next
 * writer takes over within about a tenth of a second. Cost: the capacity twice and 1536 bytes in the file; a read copies
 * the bytes and decodes them. Limits: the encoded value must fit the capacity, else {@link TooLargeException} and
 * nothing changed.
 * Python: a {@code Value} of a structure, or {@code Manager().Value}.
 *
 * @param <T> what is shared
 */
public final class SharedValue<T> extends SharedObject {
    private static final long serialVersionUID = 1;
    /** Bytes a value may take unless its creator asks for more. */
    public static final int DEFAULT_CAPACITY = 4096;

    private static final int SPINS = 100;

    private final transient Codec<T> codec;
    private final transient Versions versions;
    private final transient Bell bell = bell(ValueLayout.BELL_AT);

    private SharedValue(Attachment attachment, Codec<T> codec) {
        super(attachment);
        this.codec = codec;
        this.versions =
                new Versions(attachment.file().mapping(), attachment.file().body(0), (int)
                        attachment.file().header().count());
    }

    public static <T> SharedValue<T> create(Path path, Class<T> type, T value) {
        return create(path, Codecs.of(type), DEFAULT_CAPACITY, value);
    }

    /** Creates the file; no version of the value may ever take more than {@code capacity} bytes. */
    public static <T> SharedValue<T> create(Path path, Codec<T> codec, int capacity, T value) {
        return new SharedValue<>(Attachment.create(path, spec(codec, capacity), filler(codec, capacity, value)), codec);
    }

    public static <T> SharedValue<T> createOrAttach(Path path, Class<T> type, T value) {
        Codec<T> codec = Codecs.of(type);
        FileSpec spec = spec(codec, DEFAULT_CAPACITY);
        return new SharedValue<>(Attachment.createOrAttach(path, spec, filler(codec, DEFAULT_CAPACITY, value)), codec);
    }

    public static <T> SharedValue<T> attach(Path path, Class<T> type) {
        return attach(path, Codecs.of(type));
    }

    /** Waits for the file to be created, at most so long. */
    public static <T> SharedValue<T> attach(Path path, Class<T> type, Duration timeout) {
        return checked(Attachment.attach(path, ValueLayout.KIND, timeout), Codecs.of(type));
    }

    /** Refuses a file that was created for another type. */
    public static <T> SharedValue<T> attach(Path path, Codec<T> codec) {
        return checked(Attachment.attach(path, ValueLayout.KIND), codec);
    }

    /** For deserialization. */
    public static SharedValue<?> attachFor(Path path, Serializable codec) {
        return attach(path, (Codec<?>) codec);
    }

    private static <T> SharedValue<T> checked(Attachment attachment, Codec<T> codec) {
        SharedValue<T> value = new SharedValue<>(attachment, codec);
        String found = attachment.file().header().type();
        if (!found.equals(codec.type())) {
            value.close();
            throw new SharedFileException(Reason.WRONG_KIND, value.path(), "type " + codec.type(), "type " + found);
        }
        return value;
    }

    private static FileSpec spec(Codec<?> codec, int capacity) {
        return ValueLayout.spec(capacity, codec.type());
    }

    private static <T> io.tandem.file.SharedFile.Filler filler(Codec<T> codec, int capacity, T value) {
        JdkAccess.require(); // the buffer needs it, too, and this may be the first call of a program
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = encode(codec, value, capacity, buffer);
        return mapping -> new Versions(mapping, mapping.address(io.tandem.file.FileLayout.BODY_AT), capacity)
                .write(buffer.byteArray(), length);
    }

    private static <T> int encode(Codec<T> codec, T value, int capacity, ExpandableArrayBuffer buffer) {
        if (value == null) {
            return ValueLayout.NULL;
        }
        int length = codec.encode(value, buffer, 0);
        if (length > capacity) {
            throw new TooLargeException("the value takes " + length + " bytes, the shared value has room for "
                    + capacity + "; create it with a larger capacity");
        }
        return length;
    }

    @Override
    protected void onClose() {}

    @Override
    protected Serializable travelData() {
        return codec;
    }

    /** How many bytes a version may take. */
    public int capacity() {
        requireOpen();
        return versions.capacity();
    }

    /** The newest whole version. */
    public T get() {
        requireOpen();
        byte[] bytes = new byte[versions.lengthHint()];
        int length = versions.read(bytes);
        for (int i = 0; length == Versions.RETRY; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
            int hint = versions.lengthHint();
            bytes = hint > bytes.length ? new byte[hint] : bytes;
            length = versions.read(bytes);
        }
        return decode(bytes, length);
    }

    private T decode(byte[] bytes, int length) {
        if (length == Versions.CORRUPT) {
            throw new DecodeException(this + " was damaged: its length is beyond its capacity", null);
        }
        return length == ValueLayout.NULL ? null : codec.decode(new UnsafeBuffer(bytes), 0, length);
    }

    /** Replaces the value; others see the old or the new one. */
    public void set(T value) {
        requireOpen();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = encode(codec, value, versions.capacity(), buffer);
        whileNobodyWrites(() -> {
            versions.write(buffer.byteArray(), length);
            return null;
        });
    }

    /** Replaces the value by a function of it, with no other write between; if it throws, nothing changed. */
    public T updateAndGet(UnaryOperator<T> update) {
        requireOpen();
        return whileNobodyWrites(() -> {
            byte[] bytes = new byte[versions.capacity()];
            T after = update.apply(decode(bytes, versions.read(bytes)));
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            int length = encode(codec, after, versions.capacity(), buffer);
            versions.write(buffer.byteArray(), length);
            return after;
        });
    }

    /** What the one writer does. */
    private interface Turn<R> {
        R take();
    }

    private <R> R whileNobodyWrites(Turn<R> turn) {
        if (file().localLock().isHeldByCurrentThread()) {
            throw new IllegalStateException("an update of " + path() + " must not use the same shared value");
        }
        enter();
        try {
            file().localLock().lock();
            try {
                return inTurn(turn);
            } finally {
                file().localLock().unlock();
            }
        } finally {
            leave();
        }
    }

    private <R> R inTurn(Turn<R> turn) {
        // An adopted role needs no repair: the dead writer's copy is not the whole one.
        OwnedWord.acquire(
                file().mapping(),
                versions.writer(),
                directory().participants().self(),
                directory().participants()::isDead,
                () -> waiter(Long.MAX_VALUE, bell),
                this::requireStillThere);
        CrashPoint.at("value.owned");
        try {
            return turn.take();
        } finally {
            OwnedWord.release(file().mapping(), versions.writer());
            CrashPoint.at("value.released");
            bell.ring();
        }
    }

    /** Between two looks of a write that waits. */
    private void requireStillThere(boolean tick) {
        requireOpen();
        if (tick || file().destroyed()) {
            requireThere();
        }
    }

    @Override
    protected void alarm() {
        bell.alarm();
    }
}
