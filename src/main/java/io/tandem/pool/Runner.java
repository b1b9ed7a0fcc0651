package io.tandem.pool;

import io.tandem.codec.EncodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs a task's function in a worker, and writes what came of it. Keeps functions that were sent by number. One thread. */
final class Runner {
    private static final int KEPT_FUNCTIONS = 256;

    private final Path directory;
    private long lastOwner;
    private int lastNumber;
    private Object last;

    private record Key(long owner, int number) {}

    private final ClassLoader program;

    private final Map<Key, Object> functions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Object> eldest) {
            return size() > KEPT_FUNCTIONS;
        }
    };

    Runner(Path directory) {
        this.directory = directory;
        this.program = Thread.currentThread().getContextClassLoader();
    }

    /** Returns false if this JVM has no memory left. Throws nothing. */
    boolean run(TaskMessage task, Packet packet, Packet answer) {
        int begin = answer.position();
        try {
            Object function = function(task, packet);
            switch (task.kind) {
                case TaskMessage.CALL -> Answer.value(answer, call(function));
                case TaskMessage.APPLY -> Answer.value(answer, apply(function, Values.read(packet, program)));
                case TaskMessage.CHUNK -> chunk(function, packet, answer);
                default -> throw new IOException("a task of the unknown kind " + task.kind);
            }
            return true;
        } catch (Throwable e) {
            answer.cut(begin);
            Answer.failure(answer, e);
            return !(e instanceof OutOfMemoryError);
        }
    }

    private static Object call(Object function) throws Exception {
        if (function instanceof Callable<?> callable) {
            return callable.call();
        }
        ((Runnable) function).run();
        return null;
    }

    @SuppressWarnings("unchecked")
    private static Object apply(Object function, Object argument) throws Exception {
        if (argument instanceof Values.Pair pair && function instanceof PoolBiFunction<?, ?, ?> ofTwo) {
            return ((PoolBiFunction<Object, Object, Object>) ofTwo).apply(pair.first(), pair.second());
        }
        return ((PoolFunction<Object, Object>) function).apply(argument);
    }

    /** All items, also after one that failed. */
    private void chunk(Object function, Packet packet, Packet answer) throws Exception {
        int length = packet.getInt();
        Answer.chunk(answer, length);
        for (int i = 0; i < length; i++) {
            int begin = answer.position();
            try {
                Answer.value(answer, apply(function, Values.read(packet, program)));
            } catch (OutOfMemoryError | InterruptedException e) {
                throw e;
            } catch (Throwable e) {
                answer.cut(begin);
                Answer.failure(answer, e);
            }
        }
    }

    private Object function(TaskMessage task, Packet packet) throws Exception {
        if (task.function == TaskMessage.INLINE) {
            return Values.deserialize(packet.getBytes(), program);
        }
        if (last == null || lastNumber != task.function || lastOwner != task.owner) {
            Key key = new Key(task.owner, task.function);
            Object known = functions.get(key);
            if (known == null) {
                known = load(task);
                functions.put(key, known);
            }
            last = known;
            lastNumber = task.function;
            lastOwner = task.owner;
        }
        return last;
    }

    private Object load(TaskMessage task) throws Exception {
        Path file = Functions.file(directory, task.owner, task.function);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new EncodeException("the function of this task cannot be read from " + file, e);
        }
        return Values.deserialize(bytes, program);
    }
}
