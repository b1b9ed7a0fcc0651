package io.tandem.queue;

import static io.tandem.queue.Programs.say;
import static io.tandem.queue.Programs.until;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.value.SharedLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Python's own tests do with a queue, each the main class of a JVM; {@link QueueProgramsProcessTest} runs them. */
final class PythonPrograms {
    private PythonPrograms() {}

    private static ProcessTask putting(SharedQueue<String> queue, String prefix) {
        return () -> {
            for (int i = 0; i < 10; i++) {
                queue.put(prefix + i);
            }
        };
    }

    private static List<String> beginning(List<String> all, String prefix) {
        return all.stream().filter(text -> text.startsWith(prefix)).toList();
    }

    /** 47 and 50: used by the parent before there is a child; then every form of get. */
    static final class BeforeTheChild {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                putting(queue, "p").run();
                tandem.start(putting(queue, "c")).join();
                List<String> got = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    got.add(queue.take());
                    got.add(queue.poll());
                    got.add(queue.remove());
                    got.add(queue.poll(1, TimeUnit.MINUTES));
                    got.add(queue.poll(Duration.ofMinutes(1)));
                    queue.drainTo(got, 1);
                }
                queue.drain(
                        (type, buffer, index, length) ->
                                got.add(Codecs.of(String.class).decode(buffer, index, length)),
                        1);
                queue.drainTo(got);
                say(beginning(got, "p"));
                say(beginning(got, "c"));
                say(queue.poll(), queue.isEmpty());
            }
        }
    }

    /** 59. */
    static final class DuringInitialization {
        private static final List<String> GOT = talk();

        private static List<String> talk() {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                tandem.start(putting(queue, "i"));
                List<String> got = new ArrayList<>();
                while (got.size() < 10) {
                    got.add(queue.take());
                }
                return got;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        public static void main(String[] arguments) {
            say(GOT);
        }
    }

    /** 62. */
    static final class EmptyFromBothSides {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                boolean before = queue.isEmpty();
                queue.put("a");
                say("parent", before, queue.isEmpty());
                tandem.start(() -> {
                            boolean first = queue.isEmpty();
                            queue.take();
                            boolean second = queue.isEmpty();
                            queue.put("b");
                            say("child", first, second, queue.isEmpty());
                        })
                        .join();
                boolean after = queue.isEmpty();
                queue.take();
                say("parent", after, queue.isEmpty());
            }
        }
    }

    /** 64. */
    static final class JoinFirst {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                tandem.start(() -> {
                            for (int i = 0; i < 9; i++) {
                                queue.put("x".repeat(100_000));
                            }
                        })
                        .join();
                List<String> all = new ArrayList<>();
                say("joined, then drained", queue.drainTo(all), all.get(8).length());
            }
        }
    }

    /** 65: of two that wait in {@code take}, one is killed. */
    static final class KilledWhileItWaits {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                SharedLong waiting = tandem.newLong(0);
                ProcessTask taking = () -> {
                    Queues.whenBlocked(waiting::getAndIncrement);
                    say("got", queue.take());
                };
                ChildProcess killed = tandem.start(taking);
                ChildProcess other = tandem.start(taking);
                until(waiting, 2);
                killed.kill();
                killed.join();
                queue.put("one");
                other.join();
                queue.put("two");
                say("then", queue.take(), queue.isEmpty());
            }
        }
    }
}
