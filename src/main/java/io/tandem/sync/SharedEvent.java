package io.tandem.sync;

import static io.tandem.sync.EventLayout.*;

import io.tandem.file.FileLayout;
import io.tandem.file.Memory;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.Attachment;
import io.tandem.owner.SharedObject;
import io.tandem.wait.Bell;
import io.tandem.wait.Waitable;
import io.tandem.wait.Waiter;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A flag that processes wait for. Manual reset: {@link #set()} lets all pass, those who wait and those who come, until
 * {@link #clear()}; who waited when it was set passes even if it is cleared at once. Auto reset: each set lets one pass,
 * and that clears it.
 *
 * <p>Any thread of any attached process may call anything. {@code await} blocks, until a timeout if there is one, and ends
 * at an interrupt and when the event is closed or destroyed. Lock-free; a killed process leaves nothing to repair: its set
 * or clear happened or not. Killed between its set and the wake-up, it leaves the sleepers to their next look, at most a
 * tenth of a second later. Cost: 1280 bytes; a set one CAS, and one system call if somebody sleeps; 0 bytes of garbage.
 * Python: {@code Event}.
 */
public final class SharedEvent extends SharedObject implements Waitable {
    private static final long serialVersionUID = 1;

    private final transient EventWord word = new EventWord(file().mapping(), file().body(STATE_AT));
    private final transient boolean autoReset = Memory.intPlain(file().mapping(), file().body(AUTO_AT)) != 0;
    private final transient Bell bell = bell(BELL_AT);

    private SharedEvent(Attachment attachment) {
        super(attachment);
    }

    /** Not set; manual reset. */
    public static SharedEvent create(Path path) {
        return create(path, false);
    }

    public static SharedEvent create(Path path, boolean autoReset) {
        return new SharedEvent(Attachment.create(path, SPEC, filler(autoReset)));
    }

    /** Attaches, or creates one with manual reset. */
    public static SharedEvent createOrAttach(Path path) {
        SharedEvent event = new SharedEvent(Attachment.createOrAttach(path, SPEC, filler(false)));
        if (event.autoReset) {
            event.close();
            throw new SharedFileException(Reason.LAYOUT_MISMATCH, path, "manual reset", "auto reset");
        }
        return event;
    }

    public static SharedEvent attach(Path path) {
        return new SharedEvent(Attachment.attach(path, KIND));
    }

    /** Waits for the file to be created, at most so long. */
    public static SharedEvent attach(Path path, Duration timeout) {
        return new SharedEvent(Attachment.attach(path, KIND, timeout));
    }

    private static SharedFile.Filler filler(boolean autoReset) {
        return mapping -> Memory.intPlain(mapping, mapping.address(FileLayout.BODY_AT + AUTO_AT), autoReset ? 1 : 0);
    }

    public void set() {
        requireOpen();
        word.set();
        bell.ring();
    }

    public void clear() {
        requireOpen();
        word.clear();
    }

    public boolean isSet() {
        requireOpen();
        return EventLayout.isSet(word.get());
    }

    public boolean isAutoReset() {
        requireOpen();
        return autoReset;
    }

    /** Waits until it is set. */
    public void await() throws InterruptedException {
        await(Long.MAX_VALUE);
    }

    /** Returns false if it was not set until the timeout; zero or less looks once. */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Waiter.nanos(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        requireOpen();
        long begun = word.get();
        if (passes(begun)) {
            return true;
        }
        Waiter waiter = waiter(nanos, bell);
        while (waiter.await()) {
            if (passes(begun)) {
                return true;
            }
            requireOpen();
            if (waiter.tick() || file().destroyed()) {
                requireThere();
            }
        }
        return false;
    }

    /** Whether it was set since the wait began; with auto reset whether this one may pass, and nobody else. */
    private boolean passes(long begun) {
        if (autoReset) {
            return word.clear();
        }
        long seen = word.get();
        return EventLayout.isSet(seen) || sets(seen) != sets(begun);
    }

    @Override
    public boolean isReady() {
        return isSet();
    }

    @Override
    public Bell bell() {
        return bell;
    }

    @Override
    protected void alarm() {
        bell.alarm();
    }

    @Override
    protected void onClose() {}

    @Override
    protected String detail() {
        return EventLayout.isSet(word.get()) ? ", set" : ", unset";
    }
}
