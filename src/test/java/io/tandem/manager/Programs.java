package io.tandem.manager;

import io.tandem.Tandem;
import io.tandem.process.ChildProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import io.tandem.sync.SharedLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The users' own programs, each the main class of a JVM; {@link ManagerProgramsProcessTest} runs them. */
final class Programs {
    private Programs() {}

    static void say(Object... words) {
        System.out.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
    }

    /** E39. */
    static final class DictAndList {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    Manager manager = tandem.newManager()) {
                ManagedMap<Object, Object> dict = manager.dict();
                ManagedList<Integer> list = manager.list();
                list.addAll(IntStream.range(0, 10).boxed().toList());
                ChildProcess child = tandem.start(() -> {
                    dict.put(1, "1");
                    dict.put("2", 2);
                    dict.put(0.25, null);
                    Collections.reverse(list);
                });
                child.join();
                say(dict);
                say(list);
            }
        }
    }

    /** E40: what Python loses in silence is refused here; what is assigned back, computed, or managed, everybody sees. */
    static final class InnerList {
        @SuppressWarnings("unchecked")
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    Manager manager = tandem.newManager()) {
                ManagedMap<String, List<Integer>> dict = manager.dict();
                dict.put("plain", List.of(1));
                ManagedList<Integer> managed = manager.list();
                dict.put("managed", managed);
                ChildProcess child = tandem.start(() -> {
                    try {
                        dict.get("plain").add(2);
                    } catch (UnsupportedOperationException e) {
                        say("refused");
                    }
                    List<Integer> copy = new ArrayList<>(dict.get("plain"));
                    copy.add(3);
                    dict.put("plain", copy);
                    dict.computeIfPresent("plain", (key, list) -> {
                        list.add(4);
                        return list;
                    });
                    dict.get("managed").add(5);
                });
                child.join();
                say(dict, managed, child.exitCode().getAsInt());
            }
        }
    }

    /** E48: processes that know a path only. */
    static final class Strangers {
        private static final int PROCESSES = 4;
        private static final int ROUNDS = 100;

        public static void main(String[] arguments) throws Exception {
            if (arguments.length > 0) {
                work(Path.of(arguments[0]));
                return;
            }
            try (Tandem tandem = Tandem.open();
                    Manager manager = tandem.newManager()) {
                List<Process> strangers = new ArrayList<>();
                for (int i = 0; i < PROCESSES; i++) {
                    List<String> command = new ArrayList<>();
                    command.add(Path.of(System.getProperty("java.home"), "bin", "java")
                            .toString());
                    command.addAll(Jvm.quiet());
                    command.addAll(List.of(
                            "-cp",
                            System.getProperty("java.class.path"),
                            Strangers.class.getName(),
                            manager.path().toString()));
                    strangers.add(new ProcessBuilder(command).inheritIO().start());
                }
                int codes = 0;
                for (Process stranger : strangers) {
                    codes += stranger.waitFor();
                }
                say(
                        "count",
                        manager.namespace("state").get("count"),
                        "inside",
                        manager.namespace("state").get("most"),
                        codes);
            }
        }

        /** Reads and writes by calls of their own: exact only under the lock. */
        private static void work(Path path) {
            try (Manager manager = Manager.connect(path);
                    SharedLock lock = manager.lock("lock")) {
                ManagedNamespace state = manager.namespace("state");
                ManagedMap<String, Integer> inside = manager.dict("inside");
                for (int i = 0; i < ROUNDS; i++) {
                    try (var held = lock.acquire()) {
                        int now = inside.merge("now", 1, Integer::sum);
                        int most = state.names().contains("most") ? state.get("most", Integer.class) : 0;
                        int count = state.names().contains("count") ? state.get("count", Integer.class) : 0;
                        state.set("most", Math.max(now, most));
                        state.set("count", count + 1);
                        inside.merge("now", -1, Integer::sum);
                    }
                }
            }
        }
    }

    /** N producers, N consumers; how much is left to take is a managed counter. */
    static final class ManyToMany {
        private static final int EACH = 500;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open();
                    Manager manager = tandem.newManager()) {
                SharedQueue<Integer> queue = manager.newQueue(Integer.class);
                ManagedMap<String, Integer> counters = manager.dict();
                ManagedMap<Integer, Integer> seen = manager.dict();
                counters.put("left", 3 * EACH);
                List<ChildProcess> children = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int first = i * EACH;
                    children.add(tandem.start(() -> {
                        for (int j = 0; j < EACH; j++) {
                            queue.put(first + j);
                        }
                    }));
                    children.add(tandem.start(() -> {
                        while (counters.merge("left", -1, Integer::sum) >= 0) {
                            seen.merge(queue.take(), 1, Integer::sum);
                        }
                    }));
                }
                for (ChildProcess child : children) {
                    child.join();
                }
                say("seen", seen.size(), "each once", seen.values().stream().allMatch(n -> n == 1), queue.size());
            }
        }
    }
}
