package io.tandem.versus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** A socket, polled busily or blocking at both ends; {@code batch} bytes per write, but at least a message. */
final class SocketLink {
    private SocketLink() {}

    static Receiver receiver(Place place, Sink sink, boolean tcp, boolean busy) {
        try {
            ServerSocketChannel server = tcp
                    ? ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    : ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                            .bind(UnixDomainSocketAddress.of(place.file(".socket")));
            String port = tcp ? Integer.toString(((InetSocketAddress) server.getLocalAddress()).getPort()) : "";
            Files.writeString(place.file(".tmp"), port);
            place.publish(place.file(".tmp"), place.file(".port"));
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.max(64 << 10, place.size()));
            UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            return new Receiver() {
                private SocketChannel channel;

                @Override
                public int poll() {
                    try {
                        channel = channel == null ? set(server.accept(), place, busy) : channel;
                        channel.read(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return take(bytes, buffer, place.size(), sink);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int take(ByteBuffer bytes, UnsafeBuffer buffer, int size, Sink sink) {
        int messages = bytes.position() / size;
        for (int i = 0; i < messages; i++) {
            sink.accept(buffer, i * size, size);
        }
        if (messages > 0) {
            bytes.flip().position(messages * size);
            bytes.compact();
        }
        return messages;
    }

    private static SocketChannel set(SocketChannel channel, Place place, boolean busy) throws IOException {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, place.capacity());
        channel.setOption(StandardSocketOptions.SO_RCVBUF, place.capacity());
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        channel.configureBlocking(!busy);
        return channel;
    }

    private static SocketAddress address(Place place, boolean tcp) throws IOException {
        Path port = place.await(place.file(".port"));
        return tcp
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(Files.readString(port)))
                : UnixDomainSocketAddress.of(place.file(".socket"));
    }

    static Sender sender(Place place, boolean tcp, boolean busy, int batch) {
        try {
            SocketChannel channel = set(SocketChannel.open(address(place, tcp)), place, busy);
            int size = place.size();
            int perWrite = Math.max(1, batch / size);
            ByteBuffer bytes = ByteBuffer.allocateDirect(perWrite * size);
            UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            return new Sender() {
                private int pending;

                @Override
                public boolean trySend(long sequence) {
                    if (pending == perWrite && !written()) {
                        return false;
                    }
                    Payload.fill(buffer, pending * size, size, sequence);
                    if (++pending == perWrite) {
                        written();
                    }
                    return true;
                }

                private boolean written() {
                    try {
                        channel.write(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    if (bytes.hasRemaining()) {
                        return false;
                    }
                    bytes.clear();
                    pending = 0;
                    return true;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
