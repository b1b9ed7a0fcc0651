package io.tandem.queue;

import static io.tandem.queue.Queues.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.Tandem;
import io.tandem.codec.Codec;
import io.tandem.codec.Codecs;
import io.tandem.codec.DecodeException;
import io.tandem.codec.EncodeException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that cannot be put, and bytes that no message can be made of. */
class QueueCodecTest {
    private static final Codec<String> TEXT = Codecs.of(String.class);

    private final Tandem tandem = Tandem.open();
    private final SharedQueue<String> queue = tandem.newQueue(TEXT, SMALL);

    @AfterEach
    void close() {
        tandem.close();
    }

    private static int fill(SharedQueue<Box> boxes) {
        int count = 0;
        while (boxes.offer(new Box(count))) {
            count++;
        }
        return count;
    }

    record Box(Object content) implements Serializable {}

    /** 55, 56: put itself throws, later messages pass, and no room is used up. */
    @Test
    void whatCannotBeSerializedLeavesTheQueueUsable() throws Exception {
        SharedQueue<Box> boxes = tandem.newQueue(Codecs.serializable(Box.class, Integer.class), SMALL);
        boxes.put(new Box(1));
        assertThrows(EncodeException.class, () -> boxes.put(new Box(new Object())));
        assertThrows(EncodeException.class, () -> boxes.offer(new Box(new Thread())));
        boxes.put(new Box(2));
        assertEquals(new Box(1), boxes.take());
        assertEquals(new Box(2), boxes.take());
        assertNull(boxes.poll());
        SharedQueue<Box> fresh = tandem.newQueue(Codecs.serializable(Box.class, Integer.class), SMALL);
        for (int i = 0; i < 300; i++) {
            assertThrows(EncodeException.class, () -> fresh.offer(new Box(new Object())));
        }
        SharedQueue<Box> untouched = tandem.newQueue(Codecs.serializable(Box.class, Integer.class), SMALL);
        assertEquals(fill(untouched), fill(fresh));
    }

    @Test
    void whatCannotBeDecodedIsConsumedAlone() {
        SharedQueue<Long> numbers = tandem.newQueue(Long.class);
        try (QueueProducer producer = numbers.producer()) {
            for (int length : new int[] {8, 3, 8}) {
                producer.buffer().setMemory(producer.tryClaim(length), length, (byte) 0);
                producer.commit();
            }
            producer.publish();
        }
        List<Long> taken = new ArrayList<>();
        assertThrows(DecodeException.class, () -> numbers.drainTo(taken));
        assertEquals(List.of(0L, 0L), taken);
        assertEquals(0, numbers.size());
    }
}
