package io.tandem.wake;

import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.pipe.Connection;
import io.tandem.pipe.SharedPipe;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.SharedEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What carries eight bytes to a process that sleeps, and back. The one that answers opens first, and prints READY. */
enum Way {
    PIPE,
    QUEUE,
    EVENT,
    UNIX,
    TCP,
    /** A C program, without any library: what the kernel takes. */
    FUTEX_IN_C;

    private static final Codec<Long> LONG = Codecs.of(Long.class);

    /** Both calls block. */
    interface Link {
        void send(long message) throws Exception;

        long recv() throws Exception;
    }

    boolean isOurs() {
        return this == PIPE || this == QUEUE || this == EVENT;
    }

    Link open(Path directory, boolean answers) throws IOException {
        return switch (this) {
            case PIPE -> pipe(directory.resolve("pipe"), answers);
            case QUEUE -> queues(queue(directory, answers), queue(directory, !answers));
            case EVENT -> events(event(directory, answers), event(directory, !answers));
            default -> answers ? accepting(directory) : socket(SocketChannel.open(address(directory)));
        };
    }

    private static Link pipe(Path path, boolean answers) {
        SharedPipe<Long> pipe = answers
                ? SharedPipe.create(path, LONG, true, SharedPipe.DEFAULT_CAPACITY)
                : SharedPipe.attach(path, LONG);
        Connection<Long> end = answers ? pipe.second() : pipe.first();
        return new Link() {
            @Override
            public void send(long message) throws InterruptedException {
                end.send(message);
            }

            @Override
            public long recv() throws InterruptedException {
                return end.recv();
            }
        };
    }

    /** What this side receives by, if {@code mine} is how it answers. */
    private static SharedQueue<Long> queue(Path directory, boolean there) {
        return SharedQueue.createOrAttach(directory.resolve(there ? "there" : "back"), LONG, QueueOptions.DEFAULT);
    }

    private static Link queues(SharedQueue<Long> in, SharedQueue<Long> out) {
        return new Link() {
            @Override
            public void send(long message) throws InterruptedException {
                out.put(message);
            }

            @Override
            public long recv() throws InterruptedException {
                return in.take();
            }
        };
    }

    private static SharedEvent event(Path directory, boolean there) {
        Path path = directory.resolve(there ? "there" : "back");
        return Files.exists(path) ? SharedEvent.attach(path) : SharedEvent.create(path, true);
    }

    /** An event carries nothing: what is received is how often. */
    private static Link events(SharedEvent in, SharedEvent out) {
        return new Link() {
            private long received;

            @Override
            public void send(long message) {
                out.set();
            }

            @Override
            public long recv() throws InterruptedException {
                in.await();
                return ++received;
            }
        };
    }

    private SocketAddress address(Path directory) throws IOException {
        if (this == UNIX) {
            return UnixDomainSocketAddress.of(directory.resolve("socket"));
        }
        int port = Integer.parseInt(Files.readString(directory.resolve("port")));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private Link accepting(Path directory) throws IOException {
        ServerSocketChannel server;
        if (this == UNIX) {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address(directory));
        } else {
            server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            Files.writeString(directory.resolve("port"), Integer.toString(port));
        }
        System.out.println("READY");
        return socket(server.accept());
    }

    private Link socket(SocketChannel channel) throws IOException {
        if (this == TCP) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        ByteBuffer out = ByteBuffer.allocateDirect(Long.BYTES);
        ByteBuffer in = ByteBuffer.allocateDirect(Long.BYTES);
        return new Link() {
            @Override
            public void send(long message) throws IOException {
                out.clear().putLong(message).flip();
                while (out.hasRemaining()) {
                    channel.write(out);
                }
            }

            @Override
            public long recv() throws IOException {
                in.clear();
                while (in.hasRemaining()) {
                    if (channel.read(in) < 0) {
                        throw new IOException("the other end was closed");
                    }
                }
                return in.getLong(0);
            }
        };
    }
}
