package io.tandem.queue;

import io.tandem.Tandem;
import io.tandem.codec.Codecs;
import io.tandem.process.ChildProcess;
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

    static void say(Object... words) {
        System.out.println(
                String.join(" ", Arrays.stream(words).map(String::valueOf).toList()));
    }

    static void until(SharedLong counter, long least) {
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
}
