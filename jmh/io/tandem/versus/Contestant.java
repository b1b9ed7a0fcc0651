package io.tandem.versus;

import java.util.List;
import java.util.Locale;

/** Who takes part. Ours stand first; each of them is divided by each of the others. */
enum Contestant {
    PIPE("pipe", 1, "SharedPipe, sender(), published one by one; drain, in place"),
    PIPE_32("pipe /32", 32, "the same, published every 32 messages"),
    PIPE_16M(
            "pipe 16M", 1, "as pipe, in a ring of 16 MiB, which outgrows the cores' own caches; Aeron has three of 64"),
    QUEUE("queue", 1, "producer(), published one by one; drain, copy and CAS"),
    QUEUE_32("queue /32", 32, "the same, published every 32 messages"),
    ORDERED("ordered", 1, "capacity(n), published one by one; drain, copy and CAS"),
    ORDERED_ONE("ordered 1c", 1, "capacity(n), exclusive consumer, in place"),
    LEASED("leased", 1, "leased(), published one by one; leased, handled in place, acknowledged, one by one"),
    OBJECTS("objects", 1, "put(E) and take() of Long at 8 bytes, of String else"),
    ONE_TO_ONE("Agrona 1:1", 1, "OneToOneRingBuffer, tryClaim, commit, read"),
    MANY_TO_ONE("Agrona n:1", 1, "ManyToOneRingBuffer, tryClaim, commit, read"),
    AERON("Aeron", 1, "IPC, exclusive publication, terms of 64 MiB, driver invoked by the receiver"),
    CHRONICLE(
            "Chronicle", 1, "Queue, writingDocument, readingDocument, in place; files of 64 MiB, the last is deleted"),
    TCP("TCP", 1, "loopback, one write per message, both ends poll"),
    TCP_BLOCKING("TCP bl", 1, "the same, both ends block"),
    TCP_64K("TCP 64K", 64 << 10, "loopback, written 64 KiB at a time, both ends poll"),
    UNIX("Unix", 1, "domain socket, one write per message, both ends poll"),
    UNIX_BLOCKING("Unix bl", 1, "the same, both ends block"),
    UNIX_64K("Unix 64K", 64 << 10, "domain socket, written 64 KiB at a time, both ends poll"),
    FIFO("java.io", 1, "streams over a named pipe (64 KiB in the kernel), one write per message, both ends block"),
    FIFO_64K("java.io 64K", 64 << 10, "the same, BufferedOutputStream of 64 KiB"),
    PYTHON_QUEUE("Py Queue", 1, "multiprocessing.Queue of bytes, put and get"),
    PYTHON_PIPE("Py Pipe", 1, "multiprocessing.Pipe, send_bytes and recv_bytes"),
    SPSC("Spsc*", 1, "JCTools SpscArrayQueue, threads of one JVM, references"),
    MPMC("Mpmc*", 1, "JCTools MpmcArrayQueue, threads of one JVM, references"),
    DISRUPTOR("Disruptor*", 1, "4.0, EventPoller, threads of one JVM, slots filled in place");

    static final int MOST_SENDERS = 8;

    final String title;
    final String settings;
    private final int batch;

    Contestant(String title, int batch, String settings) {
        this.title = title;
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

    boolean isPython() {
        return this == PYTHON_QUEUE || this == PYTHON_PIPE;
    }

    /** Between threads: a reference, not a peer. */
    boolean isInProcess() {
        return ordinal() >= SPSC.ordinal();
    }

    /** A batch has no answer to wait for. */
    boolean hasRoundTrip() {
        return batch == 1;
    }

    /** More than one may send. Texts do not say whose they are. */
    boolean scales() {
        return switch (this) {
            case QUEUE, QUEUE_32, ORDERED, ORDERED_ONE, LEASED -> true;
            case MANY_TO_ONE, AERON, CHRONICLE, PYTHON_QUEUE, MPMC, DISRUPTOR -> true;
            default -> false;
        };
    }

    /** One of the few lines of a chart. */
    boolean isDrawn() {
        return switch (this) {
            case PIPE, QUEUE, ORDERED, LEASED, ONE_TO_ONE, MANY_TO_ONE, AERON, CHRONICLE -> true;
            case TCP, UNIX, FIFO, PYTHON_QUEUE, DISRUPTOR -> true;
            default -> false;
        };
    }

    /** Further flags of its JVMs. */
    List<String> flags() {
        return this == CHRONICLE ? ChronicleLink.flags() : List.of();
    }

    Receiver receiver(Place place, Sink sink) {
        return switch (this) {
            case PIPE, PIPE_32 -> PipeLink.receiver(place, sink, place.capacity());
            case PIPE_16M -> PipeLink.receiver(place, sink, PipeLink.LARGE_CAPACITY);
            case QUEUE, QUEUE_32 -> QueueLink.receiver(place, sink, QueueLink.BY_PRODUCER);
            case ORDERED -> QueueLink.receiver(place, sink, QueueLink.ORDERED);
            case ORDERED_ONE -> QueueLink.receiver(place, sink, QueueLink.ORDERED.exclusiveConsumer());
            case LEASED -> QueueLink.receiver(place, sink, QueueLink.BY_PRODUCER.leased());
            case OBJECTS -> ObjectLink.receiver(place, sink);
            case ONE_TO_ONE, MANY_TO_ONE -> AgronaLink.receiver(place, sink, this == MANY_TO_ONE);
            case AERON -> AeronLink.receiver(place, sink);
            case CHRONICLE -> ChronicleLink.receiver(place, sink);
            case TCP, TCP_64K -> SocketLink.receiver(place, sink, true, true);
            case TCP_BLOCKING -> SocketLink.receiver(place, sink, true, false);
            case UNIX, UNIX_64K -> SocketLink.receiver(place, sink, false, true);
            case UNIX_BLOCKING -> SocketLink.receiver(place, sink, false, false);
            case FIFO, FIFO_64K -> FifoLink.receiver(place, sink);
            case SPSC, MPMC -> ThreadLink.receiver(place, sink, this == MPMC);
            case DISRUPTOR -> ThreadLink.disruptorReceiver(place, sink);
            case PYTHON_QUEUE, PYTHON_PIPE -> throw new AssertionError("not Java");
        };
    }

    Sender sender(Place place) {
        return switch (this) {
            case PIPE, PIPE_32, PIPE_16M -> PipeLink.sender(place, batch);
            case QUEUE, QUEUE_32, ORDERED, ORDERED_ONE, LEASED -> QueueLink.sender(place, batch);
            case OBJECTS -> ObjectLink.sender(place);
            case ONE_TO_ONE, MANY_TO_ONE -> AgronaLink.sender(place, this == MANY_TO_ONE);
            case AERON -> AeronLink.sender(place);
            case CHRONICLE -> ChronicleLink.sender(place);
            case TCP, TCP_64K -> SocketLink.sender(place, true, true, batch);
            case TCP_BLOCKING -> SocketLink.sender(place, true, false, batch);
            case UNIX, UNIX_64K -> SocketLink.sender(place, false, true, batch);
            case UNIX_BLOCKING -> SocketLink.sender(place, false, false, batch);
            case FIFO, FIFO_64K -> FifoLink.sender(place, batch);
            case SPSC, MPMC -> ThreadLink.sender(place, this == MPMC);
            case DISRUPTOR -> ThreadLink.disruptorSender(place);
            case PYTHON_QUEUE, PYTHON_PIPE -> throw new AssertionError("not Java");
        };
    }
}
