package io.tandem.process;

import io.tandem.Tandem;
import io.tandem.value.SharedDouble;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The users' own programs, each the main class of a JVM; {@link ProgramsProcessTest} runs them. */
final class Programs {
    private static int global = 1;

    private Programs() {}

    private static void say(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(word).append(' ');
        }
        System.out.println(line.toString().trim());
    }

    private static void joinAll(List<ChildProcess> children) throws InterruptedException {
        for (ChildProcess child : children) {
            child.join();
        }
    }

    /** E5. */
    static final class RandomSleeps {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                List<ChildProcess> children = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    children.add(tandem.start(() -> {
                        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(200));
                        say("child", ProcessHandle.current().pid());
                    }));
                }
                joinAll(children);
                say("END");
            }
        }
    }

    /** E6 and E28. */
    static final class Pids {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                say("main", ProcessHandle.current().pid());
                ChildProcess one = tandem.start(Pids::report);
                ChildProcess two = tandem.start(Pids::report);
                joinAll(List.of(one, two));
                say("started", one.pid(), two.pid());
            }
        }

        private static void report() {
            say(
                    "child",
                    ProcessHandle.current().pid(),
                    ProcessHandle.current().parent().orElseThrow().pid(),
                    ChildProcess.parent().orElseThrow().pid(),
                    ChildProcess.parent().orElseThrow().name());
        }
    }

    /** E7. */
    static final class Indexes {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                List<ChildProcess> children = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    int index = i;
                    children.add(tandem.start(() -> say("index", index)));
                }
                joinAll(children);
            }
        }
    }

    /** A subclass with a field of its own. */
    static final class Looper extends ChildProcess {
        private static final long serialVersionUID = 1;
        private final int loops;
        private final int pauseMillis;

        Looper(Tandem tandem, int loops, int pauseMillis) {
            super(tandem);
            this.loops = loops;
            this.pauseMillis = pauseMillis;
        }

        @Override
        public void run() throws InterruptedException {
            for (int i = 0; i < loops; i++) {
                say(name(), "pid", pid(), "loop", i, "of", loops);
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        }
    }

    /** E8. */
    static final class Subclass {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                List<ChildProcess> children = new ArrayList<>();
                for (int loops = 2; loops <= 4; loops++) {
                    children.add(new Looper(tandem, loops, 0).start());
                }
                joinAll(children);
                say(
                        "pids",
                        children.get(0).pid(),
                        children.get(1).pid(),
                        children.get(2).pid());
            }
        }
    }

    /** E9 with an argument, E10 without: no Tandem is closed, main just returns. */
    static final class Daemons {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            List<ChildProcess> children = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Looper child = new Looper(tandem, 1000, 100);
                child.daemon(true);
                children.add(child.start());
                say("daemon", child.pid());
            }
            if (arguments.length > 0) {
                for (ChildProcess child : children) {
                    say("joined", child.join(Duration.ofMillis(300)));
                }
            }
            say("end");
        }
    }

    /** A parent that neither joins nor closes. */
    static final class NoJoin {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open();
            tandem.start(() -> {
                TimeUnit.MILLISECONDS.sleep(300);
                say("child done");
            });
            say("main returns");
        }
    }

    /** E14. */
    static final class Global {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                global = 100;
                SharedLong shared = tandem.newLong(100);
                tandem.start(() -> {
                            say("child global", global);
                            global++;
                            shared.getAndIncrement();
                        })
                        .join();
                say("parent global", global, "shared", shared.get());
            }
        }
    }

    /** E29. */
    static final class Joins {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                ChildProcess good = tandem.start(() -> {});
                ChildProcess bad = tandem.start(() -> {
                    throw new IllegalStateException("on purpose");
                });
                ChildProcess slow = tandem.start(() -> TimeUnit.HOURS.sleep(1));
                good.join();
                bad.join();
                say("good", good.exitCode().getAsInt());
                say("bad", bad.exitCode().getAsInt(), bad.failure().orElseThrow());
                say("slow", slow.join(Duration.ofMillis(100)), slow.exitCode().isPresent());
                slow.terminate();
                slow.join();
                say("terminated", slow.exitCode().getAsInt(), slow.exitSignal().getAsInt());
            }
        }
    }

    /** E30: a task whose class starts a child when it is loaded. */
    static final class NoGuard {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                ChildProcess child = tandem.start(new Greedy(tandem));
                child.join();
                say("exit code", child.exitCode().getAsInt());
                say("failure", child.failure().orElseThrow());
            }
        }

        private record Greedy(Tandem tandem) implements ProcessTask {
            private Object readResolve() {
                tandem.start(this);
                return this;
            }

            @Override
            public void run() {}
        }
    }

    /** E38. */
    static final class ValueAndArray {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedDouble number = tandem.newDouble(0.0);
                SharedIntArray array = tandem.newIntArray(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
                ChildProcess child = tandem.start(() -> {
                    number.set(3.1415927);
                    for (int i = 0; i < array.length(); i++) {
                        array.set(i, -array.get(i));
                    }
                });
                child.join();
                say(number.get());
                say(Arrays.toString(array.toArray()));
            }
        }
    }

    /** E46, for values. */
    static final class Grandchild {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedLong counter = tandem.newLong(0);
                ChildProcess child = tandem.start(() -> {
                    counter.getAndAdd(1);
                    ChildProcess grandchild = tandem.start(() -> {
                        counter.getAndAdd(10);
                        say("grandchild of", ChildProcess.parent().orElseThrow().name());
                    });
                    grandchild.join();
                    counter.getAndAdd(100 + grandchild.exitCode().getAsInt());
                });
                child.join();
                say("counter", counter.get());
            }
        }
    }

    /** E50. */
    static final class Names {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                say(ChildProcess.current().name());
                tandem.start(() -> say(ChildProcess.current().name())).join();
                tandem.start(() -> {
                            say(ChildProcess.current().name());
                            tandem.start(() -> {}).join();
                            tandem.start(() -> say(ChildProcess.current().name()))
                                    .join();
                        })
                        .join();
                tandem.process()
                        .name("my own")
                        .start(() -> say(ChildProcess.current().name()))
                        .join();
            }
        }
    }
}
