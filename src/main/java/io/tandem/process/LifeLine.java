package io.tandem.process;

import io.tandem.owner.ExitActions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a child that waits for its parent's end: for the end of a pipe whose other end only the parent has. It is
 * started early and told later whose end that is, for starting a thread would cost a spare's task half a millisecond. Reads
 * through a channel, because a thread in a stream's read would hold up the end of this JVM for a third of a second: the
 * channel can be closed under it.
 */
final class LifeLine extends Thread {
    private final FileChannel channel;
    /** Written before {@link #parent}. */
    private boolean endsWithParent;

    private volatile ParentProcess parent;

    LifeLine(FileChannel channel) {
        super("tandem-parent-watch");
        this.channel = channel;
        setDaemon(true);
    }

    /** From now on; a daemon ends there and then with its parent. */
    void watch(ParentProcess itsParent, boolean daemon) {
        endsWithParent = daemon;
        parent = itsParent;
        LockSupport.unpark(this);
        ExitActions.first(new Stop(this));
    }

    @Override
    public void run() {
        while (parent == null) {
            LockSupport.park(this);
        }
        if (!awaitEnd()) {
            return;
        }
        if (endsWithParent) {
            Runtime.getRuntime().halt(Launch.SIGNAL_BASE + Launch.SIGTERM);
        }
        parent.end();
    }

    /** Returns false if this JVM shuts down first. */
    private boolean awaitEnd() {
        ByteBuffer nothing = ByteBuffer.allocate(1);
        try {
            while (channel.read(nothing) >= 0) {
                nothing.clear(); // nothing more is ever written to it
            }
            return true;
        } catch (ClosedByInterruptException shutdown) {
            return false;
        } catch (IOException broken) {
            return true;
        }
    }

    /** No lambda: linking one takes a millisecond. */
    private record Stop(Thread lifeLine) implements Runnable {
        @Override
        public void run() {
            lifeLine.interrupt();
        }
    }
}
