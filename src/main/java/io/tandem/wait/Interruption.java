package io.tandem.wait;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Makes {@code Thread.interrupt} end a sleep in the kernel: it sounds the alarm of a bell slept on. The JDK has one
 * door to such a hook, {@link AbstractSelector#begin()}; this selector selects nothing. One per thread.
 */
final class Interruption extends AbstractSelector {
    private static final ThreadLocal<Interruption> MINE = ThreadLocal.withInitial(Interruption::new);

    private volatile Sleep sleep;

    private Interruption() {
        super(null);
    }

    /** Sleeps, but not through an interrupt; the thread's status stays set. */
    static void sleep(Sleep sleep, long nanos) {
        Interruption mine = MINE.get();
        mine.sleep = sleep;
        mine.begin();
        try {
            sleep.sleep(nanos);
        } finally {
            mine.end();
            mine.sleep = null;
        }
    }

    /** Called by the thread that interrupts, or by {@code begin} if that was before. */
    @Override
    public Selector wakeup() {
        Sleep disturbed = sleep;
        if (disturbed != null) {
            disturbed.disturb();
        }
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int selectNow() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select(long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int select() {
        throw new UnsupportedOperationException();
    }
}
