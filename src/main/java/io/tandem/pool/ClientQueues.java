package io.tandem.pool;

import io.tandem.file.SharedFileException;
import io.tandem.file.TandemException;
import io.tandem.queue.SharedQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The queues that clients take their answers from, opened when they are first needed. What a dead client would get is dropped. */
final class ClientQueues {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final PoolFile file;
    private final Map<Integer, Open> queues = new HashMap<>();

    private record Open(long owner, SharedQueue<Packet> queue) {}

    ClientQueues(PoolFile file) {
        this.file = file;
    }

    /** Waits for room while the client lives. */
    void put(int client, long owner, Packet answer) {
        try {
            SharedQueue<Packet> queue = queue(client, owner);
            while (queue != null && !offer(queue, answer)) {
                if (file.participants().isDead(owner)) {
                    return;
                }
            }
            file.clientBell(client).ring();
        } catch (TandemException gone) {
            if (!file.participants().isDead(owner) && file.client(client) == owner) {
                throw gone;
            }
        }
    }

    private static boolean offer(SharedQueue<Packet> queue, Packet answer) {
        while (true) {
            try {
                return queue.offer(answer, LOOK);
            } catch (InterruptedException e) {
                // meant for the task, which is over
            }
        }
    }

    /** Null if the client is gone. */
    private SharedQueue<Packet> queue(int client, long owner) {
        Open open = queues.get(client);
        if (open != null && open.owner == owner) {
            return open.queue;
        }
        if (open != null) {
            open.queue.close();
            queues.remove(client);
        }
        try {
            SharedQueue<Packet> queue = SharedQueue.attach(file.sibling("results~" + owner), PacketCodec.INSTANCE);
            queues.put(client, new Open(owner, queue));
            return queue;
        } catch (SharedFileException e) {
            if (e.reason() == SharedFileException.Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    void close() {
        queues.values().forEach(open -> open.queue.close());
        queues.clear();
    }
}
