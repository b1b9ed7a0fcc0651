package io.tandem.sync;

import io.tandem.value.SharedLongArray;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Programs of other JVMs. Each prints what it did; each line that is sent to it is one more step.
 */
final class Locksmith {
    private Locksmith() {}

    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in));

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    /** Locks, waits for a line, unlocks; says each. */
    static final class Holder {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                say("ready");
                lock.lock();
                say("held " + lock.fencingToken() + " " + lock.ownerDied());
                String step = IN.readLine();
                if ("exit".equals(step)) {
                    System.exit(0);
                }
                if ("close".equals(step)) {
                    lock.close();
                    say("closed");
                    IN.readLine();
                    return;
                }
                lock.unlock();
                say("freed");
                IN.readLine();
            }
        }
    }

    /** Locks and unlocks once. */
    static final class Careful {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                lock.lock();
                lock.unlock();
                say("done");
                IN.readLine();
            }
        }
    }

    /** Locks after a death and says that all is well. */
    static final class Repairer {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                lock.recover(() -> say("repair"));
            }
        }
    }

    /** So many threads that wait for the lock. */
    static final class Crowd {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                    new Thread(lock::lock).start();
                }
                IN.readLine();
            }
        }
    }

    /** For each line that comes, locks and unlocks. */
    static final class Again {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                Sleepers.awaitRinging(lock);
                say("ready");
                while (IN.readLine() != null) {
                    lock.lock();
                    lock.unlock();
                    say("done");
                }
            }
        }
    }

    /** Waits for one signal after the other, and counts them in an array. */
    static final class WaitingAgain {
        public static void main(String[] words) throws Exception {
            try (SharedCondition condition = SharedCondition.attach(Path.of(words[0]));
                    SharedLongArray counters = SharedLongArray.attach(Path.of(words[1]))) {
                Sleepers.awaitRinging(condition);
                condition.lock().lock();
                while (true) {
                    condition.awaitUninterruptibly();
                    counters.set(0, counters.get(0) + 1);
                }
            }
        }
    }

    /** Locks and unlocks so often, with a plain counter in an array. */
    static final class Counter {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0]);
                    SharedLongArray counters = SharedLongArray.attach(Path.of(words[1]))) {
                int rounds = Integer.parseInt(words[2]);
                say("ready");
                for (int i = 0; i < rounds; i++) {
                    lock.lock();
                    counters.setPlain(0, counters.getPlain(0) + 1);
                    counters.setPlain(1, counters.getPlain(1) + 1);
                    lock.unlock();
                }
            }
        }
    }

    /** One timed attempt; says what came of it. */
    static final class Tryer {
        public static void main(String[] words) throws Exception {
            try (RobustLock lock = LockKind.find(words[0])) {
                say("got " + lock.tryLock(Duration.ofMillis(Long.parseLong(words[1]))) + " locked " + lock.isLocked());
            }
        }
    }

    /** Waits for a condition; says what came of it, with the lock held until a line comes. */
    static final class Waiting {
        public static void main(String[] words) throws Exception {
            try (SharedCondition condition = SharedCondition.attach(Path.of(words[0]))) {
                RobustLock lock = condition.lock();
                lock.lock();
                say("ready");
                boolean signaled = words.length > 1
                        ? condition.await(Duration.ofMillis(Long.parseLong(words[1])))
                        : condition.await(Duration.ofDays(1));
                say("signaled " + signaled + " held " + lock.isHeldByCurrentThread());
                lock.unlock();
                say("freed");
                IN.readLine();
            }
        }
    }

    /** Signals one and stays. */
    static final class Signaler {
        public static void main(String[] words) throws Exception {
            try (SharedCondition condition = SharedCondition.attach(Path.of(words[0]))) {
                condition.lock().lock();
                condition.signal();
                condition.lock().unlock();
                say("done");
                IN.readLine();
            }
        }
    }
}
