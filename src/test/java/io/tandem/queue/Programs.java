package io.tandem.queue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.process.ChildProcess;
import io.tandem.process.ProcessTask;
import io.tandem.value.SharedLong;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The users' own programs, each the main class of a JVM; {@link QueueProgramsProcessTest} runs them. */
final class Programs {
    private Programs() {}

    private static void say(Object... words) {
        System.out.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
    }

    private static void until(SharedLong counter, long least) {
        while (counter.get() < least) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** E1. */
    static final class OneList {
        @SuppressWarnings({"rawtypes", "unchecked"})
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<ArrayList> queue =
                        tandem.newQueue(Codecs.serializable(ArrayList.class, Integer.class), QueueOptions.DEFAULT);
                ChildProcess child = tandem.start(() -> queue.put(new ArrayList(Arrays.asList(42, null, "hello"))));
                ArrayList got = queue.take();
                child.join();
                say(
                        got,
                        got.get(0).getClass().getSimpleName(),
                        got.get(1) == null,
                        child.exitCode().getAsInt());
            }
        }
    }

    /** E13. */
    static final class Size {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Long.class);
                tandem.start(() -> queue.put(1L)).join();
                say("size", queue.size(), queue.isEmpty());
            }
        }
    }

    /** E26. */
    static final class WriterAndReader {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                SharedLong taken = tandem.newLong(0);
                ChildProcess writer = tandem.start(() -> {
                    for (String value : List.of("A", "B", "C")) {
                        queue.put(value);
                        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(50));
                    }
                });
                ChildProcess reader = tandem.start(() -> {
                    while (true) {
                        say("got", queue.take());
                        taken.getAndIncrement();
                    }
                });
                writer.join();
                until(taken, 3);
                reader.terminate();
                reader.join();
                queue.put("D");
                say("signal", reader.exitSignal().getAsInt(), "then", queue.take(), queue.size());
            }
        }
    }

    /** E27: puts and takes are cut anywhere; the counters say what was over before. */
    static final class Terminated {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                for (int round = 0; round < 3; round++) {
                    SharedQueue<String> queue = tandem.newQueue(String.class);
                    SharedLong put = tandem.newLong(0);
                    SharedLong taken = tandem.newLong(0);
                    ChildProcess putter = tandem.start(() -> {
                        while (true) {
                            queue.put("x".repeat((int) (put.get() % 3000)));
                            put.getAndIncrement();
                        }
                    });
                    ChildProcess taker = tandem.start(() -> {
                        while (true) {
                            queue.take();
                            taken.getAndIncrement();
                        }
                    });
                    until(taken, 1000);
                    (round % 2 == 0 ? taker : putter).terminate();
                    (round % 2 == 0 ? putter : taker).kill();
                    putter.join();
                    taker.join();
                    long left = queue.size();
                    long lost = put.get() - taken.get() - left;
                    tandem.start(() -> queue.put("usable")).join();
                    boolean usable = false;
                    for (String next = queue.poll(); next != null; next = queue.poll()) {
                        usable |= next.equals("usable");
                        left--;
                    }
                    say("left", left, usable ? "usable" : "lost", lost >= -1 && lost <= 1 ? "fine" : "lost " + lost);
                }
            }
        }
    }

    private record Item(int id, String text) implements Serializable {}

    /** E31 and E32. */
    static final class TwoProducers {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Item> queue = tandem.newQueue(Item.class);
                for (int producer = 0; producer < 2; producer++) {
                    int first = producer;
                    tandem.start(() -> {
                        for (int id = first; id < 2000; id += 2) {
                            queue.put(new Item(id, "item " + id));
                        }
                    });
                }
                int[] last = {-2, -1};
                TreeMap<Integer, String> ordered = new TreeMap<>();
                for (int i = 0; i < 2000; i++) {
                    Item item = queue.take();
                    say(item.id == last[item.id % 2] + 2 ? "in order" : "out of order");
                    last[item.id % 2] = item.id;
                    ordered.put(item.id, item.text);
                }
                say(
                        "restored",
                        ordered.size(),
                        ordered.firstEntry().getValue(),
                        ordered.lastEntry().getValue());
            }
        }
    }

    /** E33. */
    static final class Timeouts {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<byte[]> queue = tandem.newQueue(Codecs.of(byte[].class), Queues.SMALL);
                say("empty", queue.poll(), queue.poll(Duration.ofMillis(30)), queue.isEmpty(), queue.size());
                int room = 0;
                while (queue.offer(new byte[1000])) {
                    room++;
                }
                say("full", room, queue.offer(new byte[1000], Duration.ofMillis(30)), queue.size());
                tandem.start(() -> {
                            while (queue.poll() != null) {
                                continue;
                            }
                        })
                        .join();
                say("taken", queue.isEmpty(), queue.size(), queue.offer(new byte[1000]));
            }
        }
    }

    /** E41. */
    static final class OneToOne {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<Long> queue = tandem.newQueue(Long.class);
                SharedLong sum = tandem.newLong(0);
                long count = 200_000;
                ChildProcess consumer = tandem.start(() -> {
                    for (long i = 0; i < count; i++) {
                        sum.getAndAdd(queue.take() == i ? 1 : 0);
                    }
                });
                ChildProcess producer = tandem.start(() -> {
                    for (long i = 0; i < count; i++) {
                        queue.put(i);
                    }
                });
                producer.join();
                consumer.join();
                say("in order", sum.get(), queue.size());
            }
        }
    }

    /** E46. */
    static final class Grandchild {
        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                SharedQueue<String> queue = tandem.newQueue(String.class);
                SharedLong counter = tandem.newLong(0);
                queue.put("from main");
                tandem.start(() -> {
                            say(queue.take());
                            queue.put("from child");
                            tandem.start(() -> {
                                        say(queue.take());
                                        queue.put("from grandchild");
                                        counter.getAndIncrement();
                                    })
                                    .join();
                        })
                        .join();
                say(queue.take(), counter.get());
            }
        }
    }

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
