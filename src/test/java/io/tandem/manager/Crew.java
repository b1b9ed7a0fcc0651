package io.tandem.manager;

import io.tandem.Tandem;
import io.tandem.manager.Kinds.Counter;
import io.tandem.manager.Kinds.CounterImpl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clients and owners of managers, each the main class of a JVM; they are stopped and killed. */
final class Crew {
    private static final String LARGE = "x".repeat(200_000);

    private Crew() {}

    static ManagerOptions options(String name) {
        return ManagerOptions.DEFAULT.named(name).register(Counter.class, CounterImpl::new);
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }

    /** A server that is no child: directory. */
    static final class Serving {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open(Path.of(arguments[0]))) {
                new Server.Task(tandem.path().resolve("m"), options("m")).run();
            }
        }
    }

    /** One call of each kind: of a client, whatever JVM it is in. */
    static void callAll(Manager manager) {
        ManagedMap<String, Object> map = manager.dict("calls");
        map.put("small", 1);
        map.put("large", LARGE);
        check(map.get("small"), 1);
        check(map.get("large"), LARGE);
        for (int i = 0; i < 2; i++) {
            check(manager.computeOnServer(map, inServer -> inServer.size()), 2);
        }
        try (ManagedList<Object> list = manager.list()) {
            list.add(map);
            check(list.size(), 1);
        }
    }

    private static void check(Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new AssertionError(found + " instead of " + expected);
        }
    }

    /** Calls all, and leaves in order: path. */
    static final class Caller {
        public static void main(String[] arguments) throws Exception {
            try (Manager manager = Manager.connect(Path.of(arguments[0]))) {
                callAll(manager);
                say("called all");
            }
        }
    }

    /** Starts a manager and waits for its own end. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            Tandem tandem = Tandem.open(Path.of(arguments[0]));
            Manager manager = Manager.start(tandem, options("orphan"));
            say("started " + manager.pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Holds objects, waits in calls, and goes on calling. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            Manager manager = Manager.connect(Path.of(arguments[0]));
            List<Map<String, Integer>> held = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                held.add(manager.dict());
            }
            Counter counter = manager.create("counter", Counter.class);
            Thread waiting = new Thread(() -> {
                try {
                    counter.take();
                } catch (InterruptedException e) {
                    say("interrupted");
                }
            });
            waiting.start();
            Map<String, Integer> shared = manager.dict("shared");
            say("holds");
            for (int i = 0; ; i++) {
                held.get(i % 50).put("a", i);
                shared.merge("calls", 1, Integer::sum);
            }
        }
    }

    /** Holds a lock and objects, and waits. */
    static final class LockHolder {
        public static void main(String[] arguments) throws Exception {
            Manager manager = Manager.connect(Path.of(arguments[0]));
            List<Map<String, Integer>> held = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                held.add(manager.dict());
            }
            manager.lock("lock").lock();
            say("holds " + held.size());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Works a while, and leaves in order; large values too. */
    static final class Visitor {
        public static void main(String[] arguments) throws Exception {
            try (Manager manager = Manager.connect(Path.of(arguments[0]))) {
                ManagedMap<String, Object> shared = manager.dict("visits");
                String large = "x".repeat(200_000);
                for (int i = 0; i < 200; i++) {
                    ManagedList<Object> list = manager.list();
                    list.add(i);
                    shared.put("of " + ProcessHandle.current().pid() % 4, list);
                    shared.merge("count", 1, (old, one) -> (int) old + (int) one);
                    if (i % 20 == 0) {
                        shared.put("large", large);
                        shared.get("large");
                    }
                }
                say("visited");
            }
        }
    }
}
