package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.*;

import io.tandem.Tandem;
import io.tandem.pipe.Connection;
import io.tandem.pipe.SharedPipe;
import io.tandem.pool.ProcessPool;
import io.tandem.process.ChildProcess;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import io.tandem.sync.LockOptions;
import io.tandem.sync.SharedBarrier;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedCountDownLatch;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReentrantLock;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.SharedBoolean;
import io.tandem.value.SharedDouble;
import io.tandem.value.SharedDoubleArray;
import io.tandem.value.SharedValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that knows a manager's path only makes one of each noun, and hands them over in a managed map. */
class ManagerThingsProcessTest {
    private static final Duration LONG = Duration.ofSeconds(Jvm.DEADLINE_SECONDS);

    /** Makes and uses all; ends when the barrier is passed. */
    static final class Maker {
        public static void main(String[] arguments) throws Exception {
            try (Manager manager = Manager.connect(Path.of(arguments[0]));
                    ProcessPool pool = manager.newPool(1)) {
                ManagedMap<String, Object> things = manager.dict("things");
                SharedLock lock = manager.newLock(LockOptions.DEFAULT);
                lock.lock();
                SharedReentrantLock reentrant = manager.newReentrantLock(LockOptions.DEFAULT);
                SharedCondition condition = manager.newCondition(reentrant);
                SharedSemaphore semaphore = manager.newSemaphore(3);
                semaphore.acquire();
                SharedEvent automatic = manager.newAutoResetEvent();
                automatic.set();
                SharedCountDownLatch latch = manager.newCountDownLatch(2);
                latch.countDown();
                SharedQueue<String> queue = manager.newQueue(String.class, QueueOptions.DEFAULT.capacity(4));
                queue.put("made there");
                SharedPipe<String> pipe = manager.newPipe(String.class);
                Connection<String> end = pipe.second();
                end.send("through a pipe");
                SharedValue<String> value = manager.newValue(String.class, "value");
                things.put("lock", lock);
                things.put("reentrant", reentrant);
                things.put("condition", condition);
                things.put("semaphore", semaphore);
                things.put("bounded", manager.newBoundedSemaphore(1));
                things.put("event", manager.newEvent());
                things.put("automatic", automatic);
                things.put("barrier", manager.newBarrier(2));
                things.put("latch", latch);
                things.put("queue", queue);
                things.put("pipe", pipe);
                things.put("value", value);
                things.put("boolean", manager.newBoolean(true));
                things.put("double", manager.newDouble(1.5));
                things.put("pool", pool.path().toString());
                things.put(
                        "arrays",
                        List.of(
                                manager.newByteArray((byte) 1, (byte) 2),
                                manager.newIntArray(1, 2),
                                manager.newLongArray(1, 2),
                                manager.newFloatArray(1, 2),
                                manager.newDoubleArray(1, 2),
                                manager.newDoubleArray(7L)));
                manager.reentrantLock("a lock").lock();
                manager.countDownLatch("a latch", 2).countDown();
                manager.sharedInt("an int", 0).set(5);
                manager.sharedValue("a value", String.class, "").set("set there");
                manager.longArray("an array", 3).set(2, 9);
                System.out.println("made");
                ((SharedBarrier) things.get("barrier")).await();
                System.out.println("met");
                latch.await();
                end.close();
            }
        }
    }

    @Test
    void aConnectedJvmMakesOneOfEachNoun() throws Exception {
        try (Tandem tandem = Tandem.open();
                Manager manager = tandem.newManager();
                Jvm maker = Jvm.start(Maker.class, manager.path().toString())) {
            maker.awaitLine("made");
            ManagedMap<String, Object> things = manager.dict("things");
            assertFalse(((SharedLock) things.get("lock")).tryLock(), "held there");
            SharedReentrantLock reentrant = (SharedReentrantLock) things.get("reentrant");
            reentrant.lock();
            ((SharedCondition) things.get("condition")).signalAll();
            reentrant.unlock();
            SharedSemaphore semaphore = (SharedSemaphore) things.get("semaphore");
            assertTrue(semaphore.tryAcquire(2));
            assertFalse(semaphore.tryAcquire());
            assertThrows(IllegalStateException.class, ((SharedSemaphore) things.get("bounded"))::release);
            assertFalse(((SharedEvent) things.get("event")).isSet());
            assertTrue(((SharedEvent) things.get("automatic")).await(LONG));
            assertFalse(((SharedEvent) things.get("automatic")).await(Duration.ZERO), "it lets one pass");
            assertEquals("made there", ((SharedQueue<?>) things.get("queue")).take());
            try (Connection<?> end = ((SharedPipe<?>) things.get("pipe")).first()) {
                assertEquals("through a pipe", end.recv());
            }
            assertEquals("value", ((SharedValue<?>) things.get("value")).get());
            assertTrue(((SharedBoolean) things.get("boolean")).get());
            assertEquals(1.5, ((SharedDouble) things.get("double")).get());
            List<?> arrays = (List<?>) things.get("arrays");
            assertEquals(2, ((SharedDoubleArray) arrays.get(4)).get(1));
            assertEquals(7, ((SharedDoubleArray) arrays.get(5)).length());
            named(manager);
            try (ProcessPool pool = ProcessPool.attach(Path.of((String) things.get("pool")))) {
                long worker = pool.apply(
                        n -> ProcessHandle.current().parent().orElseThrow().pid(), 0);
                assertEquals(maker.pid(), worker, "a child of the JVM that made the pool");
            }
            ((SharedBarrier) things.get("barrier")).await();
            SharedCountDownLatch latch = (SharedCountDownLatch) things.get("latch");
            assertEquals(1, latch.getCount());
            latch.countDown();
            maker.awaitSuccess();
            SharedLock lock = (SharedLock) things.get("lock");
            assertTrue(lock.tryLock(LONG), "what it held passed on");
        }
    }

    private static void named(Manager manager) {
        assertFalse(manager.reentrantLock("a lock").tryLock());
        assertEquals(1, manager.countDownLatch("a latch", 2).getCount());
        assertEquals(5, manager.sharedInt("an int", 0).get());
        assertEquals(
                "set there", manager.sharedValue("a value", String.class, "").get());
        assertEquals(9, manager.longArray("an array", 3).get(2));
        assertEquals(3, manager.sharedLong("a long", 3).get());
    }

    /** Pools end with the handle that made them. */
    @Test
    void aPoolEndsWithItsManager() throws Exception {
        try (Tandem tandem = Tandem.open();
                Manager manager = tandem.newManager()) {
            ProcessPool pool;
            try (Manager other = Manager.connect(manager.path())) {
                pool = other.newPool(2);
                int sum = pool.apply(n -> n + 2, 40);
                assertEquals(42, sum);
            }
            assertTrue(pool.isTerminated());
            assertTrue(manager.isAlive());
            assertEquals(1, ChildProcess.activeChildren().size(), "the server");
        }
    }
}
