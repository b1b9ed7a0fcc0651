package io.tandem.queue;

import io.tandem.codec.Codecs;
import io.tandem.support.Await;
import io.tandem.support.BellRow;
import io.tandem.support.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/** Every way in which a thread that waits for a queue is woken; see {@link QueueBells}. */
enum QueueBellRow implements BellRow {
    TAKE_PUT(Form.LANES, Row::take, Row::put),
    TAKE_PUT_LONG(Form.LANES, Row::take, row -> row.queue().put(new byte[10_000])),
    TAKE_PUBLISH(Form.LANES, Row::take, Row::publish),
    TAKE_COMMIT_AND_PUBLISH(Form.LANES, Row::take, Row::commitAndPublish),
    TAKE_PRODUCER_LONG(Form.LANES, Row::take, Row::offerLong),
    TAKE_SHUTDOWN(Form.LANES, Row::take, Row::shutdown, "QueueShutDownException"),
    TAKE_DESTROY(Form.LANES, Row::take, Row::destroy, "ClosedException"),
    TAKE_CLOSE_HERE(Form.LANES, Row::take, Row::close, "ClosedException"),
    TAKE_INTERRUPT_HERE(Form.LANES, Row::takeAsMyself, Row::interrupt, "InterruptedException"),
    VIRTUAL_TAKE_PUT(Form.LANES, Row::takeByVirtualThreads, Row::putMany),
    PUT_TAKE(Form.FULL_LANE, Row::put, Row::takeTwo),
    PUT_DRAIN_TO(Form.FULL_LANE, Row::put, Row::drainTo),
    PUT_HANDLE(Form.FULL_LANE, Row::put, Row::handle),
    PUT_SLOW_HANDLER(Form.FULL_LANE, Row::put, Row::handleAndStay),
    PUT_LONG_TAKE(Form.FULL_LANE, row -> row.put(10_000), Row::drainTo),
    PUT_SHUTDOWN(Form.FULL_LANE, Row::put, Row::shutdown, "QueueShutDownException"),
    PUT_DESTROY(Form.FULL_LANE, Row::put, Row::destroy, "ClosedException"),
    PUT_CLOSE_HERE(Form.FULL_LANE, Row::put, Row::close, "ClosedException"),

    EXCLUSIVE_TAKE_PUT(Form.EXCLUSIVE, Row::take, Row::put),
    EXCLUSIVE_TAKE_PUBLISH(Form.EXCLUSIVE, Row::take, Row::publish),
    EXCLUSIVE_TAKE_SHUTDOWN(Form.EXCLUSIVE, Row::take, Row::shutdown, "QueueShutDownException"),
    EXCLUSIVE_PUT_TAKE(Form.FULL_EXCLUSIVE, Row::put, Row::takeTwo),
    EXCLUSIVE_PUT_SLOW_HANDLER(Form.FULL_EXCLUSIVE, Row::put, Row::handleAndStayInTheNextLane),
    EXCLUSIVE_PUT_HANDLE(Form.FULL_EXCLUSIVE, Row::put, Row::handle),
    EXCLUSIVE_PUT_THROWING_HANDLER(Form.FULL_EXCLUSIVE, Row::put, Row::handleTwoAndThrow),

    INDEX_TAKE_PUT(Form.INDEX, Row::take, Row::put),
    INDEX_TAKE_PUT_LONG(Form.INDEX, Row::take, row -> row.queue().put(new byte[10_000])),
    INDEX_TAKE_PUBLISH(Form.INDEX, Row::take, Row::publish),
    INDEX_TAKE_SHUTDOWN(Form.INDEX, Row::take, Row::shutdown, "QueueShutDownException"),
    INDEX_PUT_TAKE(Form.FULL_INDEX, Row::put, Row::take),
    INDEX_PUT_DRAIN_TO(Form.FULL_INDEX, Row::put, Row::drainTo),
    INDEX_PUT_SHUTDOWN(Form.FULL_INDEX, Row::put, Row::shutdown, "QueueShutDownException"),
    INDEX_EXCLUSIVE_TAKE_PUT(Form.INDEX_EXCLUSIVE, Row::take, Row::put),
    INDEX_EXCLUSIVE_PUT_TAKE(Form.FULL_INDEX_EXCLUSIVE, Row::put, Row::take),

    LEASED_TAKE_PUT(Form.LEASED, Row::take, Row::put),
    RECEIVE_PUT(Form.LEASED, Row::receive, Row::put),
    RECEIVE_PUBLISH(Form.LEASED, Row::receive, Row::publish),
    RECEIVE_GIVEN_BACK(Form.ONE_LEASED, Row::receive, Row::hold, Row::giveBack, "1"),
    RECEIVE_HOLDER_CLOSES(Form.ONE_LEASED, Row::receive, Row::hold, Row::close, "1"),
    RECEIVE_HANDLER_THROWS(Form.LEASED, Row::receive, Row::putAndThrow),
    RECEIVE_SHUTDOWN(Form.LEASED, Row::receive, Row::shutdown, "QueueShutDownException"),
    RECEIVE_LAST_ACK(Form.ONE_LEASED, Row::receiveShutDown, Row::hold, Row::ack, "QueueShutDownException"),
    LEASED_PUT_RECEIVE(Form.FULL_LEASED, Row::put, Row::receiveAndAck),
    LEASED_PUT_TAKE(Form.FULL_LEASED, Row::put, Row::take),
    LEASED_PUT_DRAIN_TO(Form.FULL_LEASED, Row::put, Row::drainTo),
    LEASED_PUT_HANDLE(Form.FULL_LEASED, Row::put, Row::handle),
    LEASED_PUT_SLOW_HANDLER(Form.FULL_LEASED, Row::put, Row::handleAndStay),
    LEASED_PUT_ACKED_BACKWARDS(Form.FULL_LEASED, Row::put, Row::hold, Row::ackBackwards, "1"),
    RECEIVE_RECOVERED_AFTER_DEATH(Form.ONE_LEASED, Row::receive, Row::hold, Row::recover, "1"),
    JOIN_ACK(Form.ONE_LEASED, Row::join, Row::hold, Row::ack, "1"),
    JOIN_TAKE(Form.ONE_LEASED, Row::join, Row::take),
    JOIN_HANDLE(Form.ONE_LEASED, Row::join, Row::handle),
    JOIN_DESTROY(Form.ONE_LEASED, Row::join, Row::destroy, "ClosedException"),
    JOIN_CLOSE_HERE(Form.ONE_LEASED, Row::join, Row::close, "ClosedException"),
    DEAD_LETTER(Form.ONE_MORTAL, Row::receiveDead, Row::hold, Row::giveBack, "1"),
    LONG_DEAD_LETTER(Form.ONE_LONG_MORTAL, Row::receiveDead, Row::hold, Row::giveBack, "1"),
    JOIN_DEAD_LETTER(Form.ONE_MORTAL, Row::join, Row::hold, Row::giveBack, "1");

    /** What a queue is like when the sleeper comes. */
    enum Form {
        LANES(Queues.SMALL, 0),
        FULL_LANE(Queues.SMALL, Integer.MAX_VALUE),
        EXCLUSIVE(Queues.SMALL.exclusiveConsumer(), 0),
        FULL_EXCLUSIVE(Queues.SMALL.exclusiveConsumer(), Integer.MAX_VALUE),
        INDEX(Queues.SMALL.capacity(2), 0),
        FULL_INDEX(Queues.SMALL.capacity(2), Integer.MAX_VALUE),
        INDEX_EXCLUSIVE(Queues.SMALL.capacity(2).exclusiveConsumer(), 0),
        FULL_INDEX_EXCLUSIVE(Queues.SMALL.capacity(2).exclusiveConsumer(), Integer.MAX_VALUE),
        LEASED(Queues.SMALL.leased(), 0),
        ONE_LEASED(Queues.SMALL.leased(), 1),
        FULL_LEASED(Queues.SMALL.leased(), Integer.MAX_VALUE),
        ONE_MORTAL(Queues.SMALL.deadLettersAfter(1), 1),
        ONE_LONG_MORTAL(Queues.SMALL.deadLettersAfter(1), 1);

        private final QueueOptions options;
        private final int messages;

        Form(QueueOptions options, int messages) {
            this.options = options;
            this.messages = messages;
        }
    }

    private interface Action {
        void on(Row row) throws Exception;
    }

    private final Form form;
    private final Action sleep;
    private final Action hold;
    private final Action wake;
    private final String expected;

    QueueBellRow(Form form, Action sleep, Action wake) {
        this(form, sleep, wake, "1");
    }

    QueueBellRow(Form form, Action sleep, Action wake, String expected) {
        this(form, sleep, row -> {}, wake, expected);
    }

    QueueBellRow(Form form, Action sleep, Action hold, Action wake, String expected) {
        this.form = form;
        this.sleep = sleep;
        this.hold = hold;
        this.wake = wake;
        this.expected = expected;
    }

    @Override
    public boolean here() {
        return name().endsWith("_HERE");
    }

    @Override
    public void create(Stage stage) {
        SharedQueue<byte[]> queue = SharedQueue.create(stage.path, Codecs.of(byte[].class), form.options);
        stage.thing = queue;
        int left = form.messages;
        for (int bytes = form == Form.ONE_LONG_MORTAL ? 10_000 : 64;
                bytes >= 0;
                bytes -= 32) { // until there is no room for the shortest message
            while (left > 0 && queue.offer(new byte[bytes])) {
                left--;
            }
        }
    }

    @Override
    public void hold(Stage stage) throws Exception {
        stage.thing = SharedQueue.attach(stage.path, byte[].class);
        hold.on(new Row(stage));
    }

    @Override
    public Object sleep(Stage stage) throws Exception {
        sleep.on(new Row(stage));
        return 1;
    }

    @Override
    public void wake(Stage stage) throws Exception {
        wake.on(new Row(stage));
    }

    @Override
    public String expected() {
        return expected;
    }

    /** What the rows are made of. */
    private record Row(Stage stage) {
        private static final int MANY = 64;

        @SuppressWarnings("unchecked")
        SharedQueue<byte[]> queue() {
            return (SharedQueue<byte[]>) stage.thing;
        }

        Delivery<?> held(int number) {
            return ((Delivery<?>[]) stage.held)[number];
        }

        void take() throws InterruptedException {
            queue().take();
        }

        void takeAsMyself() throws InterruptedException {
            stage.held = Thread.currentThread();
            take();
        }

        void interrupt() {
            ((Thread) stage.held).interrupt();
        }

        /** Many take; one more comes to its end, and then takes, too, from a platform thread. */
        void takeByVirtualThreads() throws Exception {
            ExecutorService virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            List<Thread> takers = new CopyOnWriteArrayList<>();
            List<Future<?>> taken = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                taken.add(virtual.submit(() -> {
                    takers.add(Thread.currentThread());
                    return queue().take();
                }));
            }
            Await.until(
                    "sleepers", () -> takers.size() == MANY && takers.stream().allMatch(Threads::sleeps));
            virtual.submit(() -> {}).get();
            take();
            for (Future<?> each : taken) {
                each.get();
            }
        }

        void putMany() throws InterruptedException {
            for (int i = 0; i <= MANY; i++) {
                put(0);
            }
        }

        /** So that there is room, even if the end of the ring is near. */
        void takeTwo() throws InterruptedException {
            take();
            take();
        }

        void put() throws InterruptedException {
            put(64);
        }

        void put(int bytes) throws InterruptedException {
            queue().put(new byte[bytes]);
        }

        void publish() {
            QueueProducer producer = queue().producer();
            producer.tryClaim(8);
            producer.commit();
            producer.publish();
        }

        void commitAndPublish() {
            QueueProducer producer = queue().producer();
            producer.tryClaim(8);
            producer.commitAndPublish();
        }

        void offerLong() {
            queue().producer().offer(new UnsafeBuffer(new byte[10_000]), 0, 10_000);
        }

        void shutdown() {
            queue().shutdown();
        }

        void destroy() {
            queue().destroy();
        }

        void close() {
            queue().close();
        }

        void drainTo() {
            queue().drainTo(new ArrayList<>());
        }

        void handle() {
            queue().drain((type, buffer, index, length) -> {}, Integer.MAX_VALUE);
        }

        /** The handler does not return for the second message: it must not hold up what the first one left room for. */
        void handleAndStay() {
            int[] count = new int[1];
            queue().drain(
                            (type, buffer, index, length) -> {
                                while (count[0]++ > 0) {
                                    LockSupport.park();
                                }
                            },
                            Integer.MAX_VALUE);
        }

        /** Of two lanes the full one is read first; the other one's message must not hold up its room. */
        void handleAndStayInTheNextLane() throws InterruptedException {
            put(8);
            put(8);
            queue().drain((type, buffer, index, length) -> {}, 1);
            queue().drain(
                            (type, buffer, index, length) -> {
                                while (length == 8) {
                                    LockSupport.park();
                                }
                            },
                            Integer.MAX_VALUE);
        }

        void handleTwoAndThrow() {
            handleAndThrow();
            handleAndThrow();
        }

        void handleAndThrow() {
            try {
                queue().drain(
                                (type, buffer, index, length) -> {
                                    throw new IllegalArgumentException();
                                },
                                1);
            } catch (IllegalArgumentException mine) {
                // what it got is given back all the same
            }
        }

        void putAndThrow() throws InterruptedException {
            put();
            handleAndThrow();
        }

        void receive() throws InterruptedException {
            queue().receive();
        }

        void receiveShutDown() throws InterruptedException {
            queue().shutdown();
            queue().receive();
        }

        void hold() throws InterruptedException {
            stage.held = new Delivery<?>[] {queue().receive(), queue().receive(Duration.ZERO)};
        }

        void ack() {
            held(0).ack();
        }

        void ackBackwards() {
            held(1).ack();
            held(0).ack();
        }

        void giveBack() {
            held(0).close();
        }

        /** Who only asks looks for the dead, too. */
        void recover() {
            SharedQueue<?> queue = SharedQueue.attach(stage.path, byte[].class);
            Await.until("a message that comes back", queue::isReady);
        }

        void receiveAndAck() throws InterruptedException {
            queue().receive().ack();
        }

        void join() throws InterruptedException {
            queue().join();
        }

        void receiveDead() throws InterruptedException {
            queue().deadLetters().receive();
        }
    }
}
