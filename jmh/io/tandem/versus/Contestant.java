package io.tandem.versus;

import java.util.Locale;

/** Who takes part. Ours stand first; each of them is divided by each of the others. */
enum Contestant {
    PIPE("pipe", 1, 1, "SharedPipe, sender(), published one by one; drain, in place"),
    PIPE_32("pipe /32", 1, 32, "the same, published every 32 messages"),
    QUEUE("queue", 1, 1, "producer(), published one by one; drain, copy and CAS"),
    QUEUE_32("queue /32", 1, 32, "the same, published every 32 messages"),
    QUEUE_2("queue 2p", 2, 1, "two producer JVMs, published one by one"),
    QUEUE_2_32("queue 2p /32", 2, 32, "two producer JVMs, published every 32 messages"),
    ORDERED("ordered", 1, 1, "capacity(n), published one by one; drain, copy and CAS"),
    ORDERED_2("ordered 2p", 2, 1, "the same, two producer JVMs"),
    ORDERED_ONE("ordered 1c", 1, 1, "capacity(n), exclusive consumer, in place"),
    ORDERED_ONE_2("ordered 1c 2p", 2, 1, "the same, two producer JVMs"),
    LEASED("leased", 1, 1, "leased(), published one by one; leased, handled in place, acknowledged, one by one"),
    LEASED_2("leased 2p", 2, 1, "the same, two producer JVMs"),
    OBJECTS("objects", 1, 1, "put(E) and take() of Long at 8 bytes, of String else"),
    ONE_TO_ONE("1:1", 1, 1, "Agrona OneToOneRingBuffer, tryClaim, commit, read"),
    MANY_TO_ONE("n:1", 1, 1, "Agrona ManyToOneRingBuffer, tryClaim, commit, read"),
    MANY_TO_ONE_2("n:1 2p", 2, 1, "the same, two producer JVMs"),
    AERON("Aeron", 1, 1, "IPC, exclusive publication, terms of 64 MiB, driver invoked by the receiver"),
    TCP("TCP", 1, 1, "loopback, one write per message, both ends poll"),
    TCP_BLOCKING("TCP bl", 1, 1, "the same, both ends block"),
    TCP_64K("TCP 64K", 1, 64 << 10, "loopback, written 64 KiB at a time, both ends poll"),
    UNIX("Unix", 1, 1, "domain socket, one write per message, both ends poll"),
    UNIX_BLOCKING("Unix bl", 1, 1, "the same, both ends block"),
    UNIX_64K("Unix 64K", 1, 64 << 10, "domain socket, written 64 KiB at a time, both ends poll");

    final String title;
    final int senders;
    final String settings;
    private final int batch;

    Contestant(String title, int senders, int batch, String settings) {
        this.title = title;
        this.senders = senders;
        this.batch = batch;
        this.settings = settings;
    }

    /** On the command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOurs() {
        return ordinal() <= OBJECTS.ordinal();
    }

    /** A batch has no answer to wait for. */
    boolean hasRoundTrip() {
        return senders == 1 && batch == 1;
    }

    Receiver receiver(Place place, Sink sink) {
        return switch (this) {
            case PIPE, PIPE_32 -> PipeLink.receiver(place, sink);
            case QUEUE, QUEUE_32, QUEUE_2, QUEUE_2_32 -> QueueLink.receiver(place, sink, QueueLink.BY_PRODUCER);
            case ORDERED, ORDERED_2 -> QueueLink.receiver(place, sink, QueueLink.ORDERED);
            case ORDERED_ONE, ORDERED_ONE_2 -> QueueLink.receiver(place, sink, QueueLink.ORDERED.exclusiveConsumer());
            case LEASED, LEASED_2 -> QueueLink.receiver(place, sink, QueueLink.BY_PRODUCER.leased());
            case OBJECTS -> ObjectLink.receiver(place, sink);
            case ONE_TO_ONE, MANY_TO_ONE, MANY_TO_ONE_2 -> AgronaLink.receiver(place, sink, this != ONE_TO_ONE);
            case AERON -> AeronLink.receiver(place, sink);
            case TCP, TCP_64K -> SocketLink.receiver(place, sink, true, true);
            case TCP_BLOCKING -> SocketLink.receiver(place, sink, true, false);
            case UNIX, UNIX_64K -> SocketLink.receiver(place, sink, false, true);
            case UNIX_BLOCKING -> SocketLink.receiver(place, sink, false, false);
        };
    }

    Sender sender(Place place) {
        return switch (this) {
            case PIPE, PIPE_32 -> PipeLink.sender(place, batch);
            case QUEUE,
                    QUEUE_32,
                    QUEUE_2,
                    QUEUE_2_32,
                    ORDERED,
                    ORDERED_2,
                    ORDERED_ONE,
                    ORDERED_ONE_2,
                    LEASED,
                    LEASED_2 -> QueueLink.sender(place, batch);
            case OBJECTS -> ObjectLink.sender(place);
            case ONE_TO_ONE, MANY_TO_ONE, MANY_TO_ONE_2 -> AgronaLink.sender(place, this != ONE_TO_ONE);
            case AERON -> AeronLink.sender(place);
            case TCP, TCP_64K -> SocketLink.sender(place, true, true, batch);
            case TCP_BLOCKING -> SocketLink.sender(place, true, false, batch);
            case UNIX, UNIX_64K -> SocketLink.sender(place, false, true, batch);
            case UNIX_BLOCKING -> SocketLink.sender(place, false, false, batch);
        };
    }
}
