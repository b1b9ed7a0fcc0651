package io.tandem.queue;

import io.tandem.lane.MessageHandler;

/** What one thread takes with; remembers where it looked last. */
@FunctionalInterface
interface QueueConsumer {
    /** Hands up to {@code limit} messages to the handler, without waiting; returns how many. */
    int drain(MessageHandler handler, int limit);

    /** The same, at least once if messages are kept so. */
    default int handle(MessageHandler handler, int limit) {
        return drain(handler, limit);
    }
}
