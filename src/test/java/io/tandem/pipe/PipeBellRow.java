package io.tandem.pipe;

import io.tandem.codec.Codecs;
import io.tandem.support.BellRow;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** Every way in which a thread that waits at one end of a pipe, or at a listener, is woken. */
enum PipeBellRow implements BellRow {
    RECV_SEND(Row::recv, Row::send),
    RECV_BYTES_SEND_BYTES(Row::recvBytes, row -> row.connection().sendBytes(new byte[8])),
    POLL_SEND(Row::poll, Row::send),
    RECV_PUBLISH(Row::recv, Row::publish),
    RECV_COMMIT_AND_PUBLISH(Row::recv, Row::commitAndPublish),
    RECV_CLOSE(Row::recv, Row::use, Row::close, "EndOfStreamException"),
    RECV_EXIT(Row::recv, Row::use, row -> System.exit(0), "EndOfStreamException"),
    SEND_EXIT(Row::fill, Row::use, row -> System.exit(0), "PeerClosedException"),
    RECV_CLOSE_HERE(Row::recv, Row::close, "ClosedException"),
    RECV_INTERRUPT_HERE(Row::recvAsMyself, Row::interrupt, "InterruptedException"),
    RECV_DESTROY(Row::recv, Row::destroy, "ClosedException"),
    RECV_PIPE_DESTROY(Row::recv, Row::destroyPipe, "ClosedException"),
    STREAM_PIECE(Row::recvStream, Row::sendStream),
    STREAM_CLOSE(Row::recvStream, Row::use, Row::close, "EndOfStreamException"),
    RECV_STREAM_END_HERE(Row::recvBehindAStream, Row::closeHeld),
    RECV_RECEIVER_CLOSED_HERE(Row::recvBehindAReceiver, Row::closeHeld),

    SEND_RECV(Row::fill, Row::recvAll),
    SEND_DRAIN(Row::fill, Row::drain),
    SEND_RECEIVER_DRAIN(Row::fill, Row::receiverDrain),
    SEND_THROWING_HANDLER(Row::fill, Row::throwingDrain),
    SEND_CLOSE(Row::fill, Row::use, Row::close, "PeerClosedException"),
    SEND_CLOSE_HERE(Row::fill, Row::close, "ClosedException"),
    SEND_DESTROY(Row::fill, Row::destroy, "ClosedException"),
    SEND_SENDER_CLOSED_HERE(Row::sendBehindASender, Row::closeHeld),
    SEND_STREAM_READ(Row::fillByStream, Row::readStream),

    ACCEPT_CONNECT(Row::accept, Row::connect),
    ACCEPT_CLOSE_HERE(Row::accept, Row::closeListener, "ClosedException");

    private interface Action {
        void on(Row row) throws Exception;
    }

    private final Action sleep;
    private final Action hold;
    private final Action wake;
    private final String expected;

    PipeBellRow(Action sleep, Action wake) {
        this(sleep, wake, "1");
    }

    PipeBellRow(Action sleep, Action wake, String expected) {
        this(sleep, row -> {}, wake, expected);
    }

    PipeBellRow(Action sleep, Action hold, Action wake, String expected) {
        this.sleep = sleep;
        this.hold = hold;
        this.wake = wake;
        this.expected = expected;
    }

    @Override
    public boolean here() {
        return name().endsWith("_HERE");
    }

    private boolean listens() {
        return name().startsWith("ACCEPT");
    }

    @Override
    public void create(Stage stage) {
        stage.thing = listens()
                ? Listener.bind(stage.path, byte[].class)
                : SharedPipe.create(stage.path, Codecs.of(byte[].class), true, 4096)
                        .first();
    }

    @Override
    public void hold(Stage stage) throws Exception {
        if (!listens()) {
            stage.thing = SharedPipe.attach(stage.path, byte[].class).second();
        }
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
        /** More than there is room for. */
        private static final int MANY = 100;

        @SuppressWarnings("unchecked")
        Connection<byte[]> connection() {
            return (Connection<byte[]>) stage.thing;
        }

        void use() {
            connection().use();
        }

        void recv() throws InterruptedException {
            connection().recv();
        }

        void recvAsMyself() throws InterruptedException {
            stage.held = Thread.currentThread();
            recv();
        }

        void interrupt() {
            ((Thread) stage.held).interrupt();
        }

        void recvBytes() throws InterruptedException {
            connection().recvBytes();
        }

        void poll() throws InterruptedException {
            connection().poll(Duration.ofDays(1));
        }

        void send() throws InterruptedException {
            connection().send(new byte[8]);
        }

        void publish() {
            PipeSender sender = connection().sender();
            sender.tryClaim(8);
            sender.commit();
            sender.publish();
        }

        void commitAndPublish() {
            connection().sender().offer(new UnsafeBuffer(new byte[8]), 0, 8);
        }

        void close() {
            connection().close();
        }

        void destroy() {
            connection().destroy();
        }

        void destroyPipe() {
            SharedPipe.attach(stage.path, byte[].class).destroy();
        }

        void recvStream() throws Exception {
            connection().recvStream().read();
        }

        void sendStream() throws Exception {
            connection().sendStream(stream(8));
        }

        private static ReadableByteChannel stream(int bytes) {
            return Channels.newChannel(new ByteArrayInputStream(new byte[bytes]));
        }

        /** The other end, if it is this JVM's too. */
        private Connection<byte[]> peer() {
            return SharedPipe.attach(stage.path, byte[].class).second();
        }

        /** In another thread, which then has a half, or a stream, to itself. */
        private void inAnother(Supplier<Object> opening) throws InterruptedException {
            Thread other = new Thread(() -> stage.held = opening.get());
            other.start();
            other.join();
        }

        void recvBehindAStream() throws Exception {
            Connection<byte[]> peer = peer();
            peer.sendStream(stream(8));
            peer.send(new byte[8]);
            inAnother(connection()::recvStream);
            recv();
        }

        void recvBehindAReceiver() throws Exception {
            peer().send(new byte[8]);
            inAnother(connection()::receiver);
            recv();
        }

        void sendBehindASender() throws Exception {
            inAnother(connection()::sender);
            send();
        }

        void closeHeld() throws Exception {
            ((AutoCloseable) stage.held).close();
        }

        void fill() throws InterruptedException {
            for (int i = 0; i < MANY; i++) {
                connection().send(new byte[64]);
            }
        }

        void fillByStream() throws Exception {
            connection().sendStream(stream(100_000));
        }

        void recvAll() throws InterruptedException {
            for (int i = 0; i < MANY; i++) {
                recv();
            }
        }

        void readStream() throws Exception {
            connection().recvStream().readAllBytes();
        }

        void drain() {
            connection().drain((type, buffer, index, length) -> {}, MANY);
        }

        void receiverDrain() {
            connection().receiver().drain((type, buffer, index, length) -> {}, MANY);
        }

        void throwingDrain() {
            for (int i = 0; i < MANY / 2; i++) {
                try {
                    connection()
                            .drain(
                                    (type, buffer, index, length) -> {
                                        throw new IllegalArgumentException();
                                    },
                                    1);
                } catch (IllegalArgumentException mine) {
                    // what it got is given back all the same
                }
            }
        }

        private Listener<?> listener() {
            return (Listener<?>) stage.thing;
        }

        void accept() throws InterruptedException {
            listener().accept();
        }

        void connect() throws InterruptedException {
            Connection.connect(stage.path, byte[].class);
        }

        void closeListener() {
            listener().close();
        }
    }
}
