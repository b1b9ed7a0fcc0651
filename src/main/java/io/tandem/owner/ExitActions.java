package io.tandem.owner;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is done, in order, when this JVM shuts down: programs end their children before the directories below them are
 * given back. The JDK runs its own hooks in no order.
 */
public final class ExitActions {
    private static final Deque<Runnable> ACTIONS = new ArrayDeque<>();
    private static boolean registered;

    private ExitActions() {}

    /** To be done before all that is registered so far. */
    public static synchronized void first(Runnable action) {
        register();
        ACTIONS.addFirst(action);
    }

    /** To be done after all that is registered so far. */
    public static synchronized void last(Runnable action) {
        register();
        ACTIONS.addLast(action);
    }

    private static void register() {
        if (registered) {
            return;
        }
        registered = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Exit());
        } catch (IllegalStateException shuttingDown) {
            // too late: what is left behind is swept by others
        }
    }

    /** No lambda: every child that starts comes by here. */
    private static final class Exit extends Thread {
        Exit() {
            super("tandem-exit");
        }

        @Override
        public void run() {
            runAll();
        }
    }

    private static void runAll() {
        while (true) {
            Runnable next;
            synchronized (ExitActions.class) {
                next = ACTIONS.pollFirst();
            }
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (RuntimeException e) {
                System.getLogger("io.tandem").log(System.Logger.Level.WARNING, "at exit", e);
            }
        }
    }
}
