package io.tandem.manager;

import io.tandem.codec.TooLargeException;
import io.tandem.file.SharedFileException;

/** One call in the server: runs a method, and writes its value under the lock of the object, so that it is a whole one. */
final class Call implements Runnable {
    private final Session session;
    private final long number;
    private final int method;
    private Servant target;
    private Object[] arguments;
    private Thread runner;
    private boolean interrupted;

    Call(Session session, long number, int method) {
        this.session = session;
        this.number = number;
        this.method = method;
    }

    void to(Servant object, Object[] values) {
        target = object;
        arguments = values;
    }

    /** Runs it unless its object is busy. */
    boolean tryNow() {
        if (target.locks(method) && !target.lock().tryEnter()) {
            return false;
        }
        ValueWriter answer;
        try {
            answer = execute();
        } finally {
            if (target.locks(method)) {
                target.lock().leave();
            }
        }
        answer(answer);
        return true;
    }

    /** In the pool. */
    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        ValueWriter answer;
        try {
            if (target.locks(method)) {
                target.lock().enter();
            }
            try {
                answer = execute();
            } finally {
                if (target.locks(method)) {
                    target.lock().leave();
                }
            }
        } finally {
            finish();
        }
        answer(answer);
    }

    private synchronized boolean begin() {
        runner = Thread.currentThread();
        if (interrupted) {
            runner.interrupt();
        }
        return !session.isOver();
    }

    /** From here on nobody interrupts the thread for this call's sake. */
    private synchronized void finish() {
        runner = null;
        Thread.interrupted();
        session.done(number);
    }

    /** Its client is gone, or its caller interrupted. */
    synchronized void interrupt() {
        interrupted = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    private ValueWriter execute() {
        ValueWriter out = session.writer();
        int begin = begin(out);
        try {
            Object value = target.run(method, arguments);
            out.octet(Messages.VALUE);
            out.value(value);
        } catch (Throwable thrown) {
            out.cut(begin);
            write(thrown, out);
        }
        return out;
    }

    private int begin(ValueWriter out) {
        out.begin();
        out.octet(Messages.INLINE);
        out.number(number);
        return out.length();
    }

    /** A large one needs a file, for which there may be no room: then the caller is told that. */
    private void answer(ValueWriter answer) {
        try {
            session.answer(answer);
        } catch (SharedFileException | TooLargeException unsendable) {
            fail(unsendable);
        }
    }

    void fail(Throwable thrown) {
        ValueWriter out = session.writer();
        begin(out);
        write(thrown, out);
        session.answer(out);
    }

    private void write(Throwable thrown, ValueWriter out) {
        byte[][] bytes = Failures.bytes(thrown);
        boolean plain = Failures.isPlain(thrown);
        out.octet(Messages.THROWN);
        out.value(bytes[0]);
        out.value(plain ? bytes[1] : inFile(bytes[1]));
    }

    /** Its name; nothing if there is no room for it: then the stand-in has to do. */
    private Object inFile(byte[] original) {
        try {
            return session.messages().write(original, original.length);
        } catch (SharedFileException noRoom) {
            return new byte[0];
        }
    }
}
