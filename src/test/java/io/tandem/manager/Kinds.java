package io.tandem.manager;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the tests register with a manager. */
final class Kinds {
    private Kinds() {}

    /** Not a class of the JDK, and not serializable by Java. */
    record Point(int x, List<String> names) {}

    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal(int one, String two) {
            super(one + two);
        }
    }

    static final class Untransportable extends RuntimeException {
        private static final long serialVersionUID = 1;
        final Object field = new Object();

        Untransportable() {
            super("with an object");
        }
    }

    /** Like the class of Python's test_mymanager, and more. */
    interface Counter {
        int add(int more);

        default int addTwice(int more) {
            return add(more) + add(0);
        }

        void fail(int one, String two);

        void failStrangely();

        Counter other();

        boolean isMe(Counter counter);

        Iterator<Integer> squares();

        ManagedMap<String, Integer> fill(ManagedMap<String, Integer> map);

        String take() throws InterruptedException;

        void give(String text);

        int waiting();
    }

    static final class CounterImpl implements Counter {
        private final AtomicInteger count = new AtomicInteger();
        private final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public int add(int more) {
            return count.addAndGet(more);
        }

        @Override
        public void fail(int one, String two) {
            throw new Refusal(one, two);
        }

        @Override
        public void failStrangely() {
            throw new Untransportable();
        }

        @Override
        public Counter other() {
            return new CounterImpl();
        }

        @Override
        public boolean isMe(Counter counter) {
            return counter.equals(counter) && counter.add(0) == count.get();
        }

        @Override
        public Iterator<Integer> squares() {
            return List.of(0, 1, 4, 9).iterator();
        }

        @Override
        public ManagedMap<String, Integer> fill(ManagedMap<String, Integer> map) {
            map.put("filled", count.get());
            return map;
        }

        @Override
        public String take() throws InterruptedException {
            waiting.incrementAndGet();
            try {
                return texts.take();
            } finally {
                waiting.decrementAndGet();
            }
        }

        @Override
        public void give(String text) {
            texts.add(text);
        }

        @Override
        public int waiting() {
            return waiting.get();
        }

        @Override
        public String toString() {
            return "Counter at " + count;
        }
    }
}
