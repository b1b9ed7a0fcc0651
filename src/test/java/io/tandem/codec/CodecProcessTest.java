package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.codec.ObjectModel.Item;
import io.tandem.codec.ObjectModel.Order;
import io.tandem.file.SharedFileException;
import io.tandem.queue.QueueOptions;
import io.tandem.queue.SharedQueue;
import io.tandem.support.Jvm;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records on their way to another JVM and back. */
class CodecProcessTest {
    record Parcel(Order order, SharedQueue<Order> answers) {}

    /** Answers with as many items more as it was told. */
    static final class Worker {
        public static void main(String[] arguments) throws Exception {
            SharedQueue<Parcel> parcels = SharedQueue.attach(Path.of(arguments[0]), Parcel.class);
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                Parcel parcel = parcels.take();
                Order order = parcel.order();
                List<Item> more = List.of(new Item(order.who(), i, BigDecimal.valueOf(order.id())));
                parcel.answers()
                        .put(new Order(i, null, null, more, order.extra(), null, null, null, null, order.data()));
            }
        }
    }

    @Test
    void recordsTravelToAnotherJvmAndBack() throws Exception {
        int count = 500;
        try (Tandem tandem = Tandem.open()) {
            SharedQueue<Parcel> parcels = tandem.newQueue(Parcel.class);
            SharedQueue<Order> answers = tandem.newQueue(Order.class);
            try (Jvm worker = Jvm.start(Worker.class, parcels.path().toString(), "" + count)) {
                Order order = ObjectModel.order();
                for (int i = 0; i < count; i++) {
                    parcels.put(new Parcel(order, answers));
                    Order answer = answers.poll(Jvm.DEADLINE_SECONDS, TimeUnit.SECONDS);
                    assertEquals(List.of(new Item(order.who(), i, BigDecimal.valueOf(7))), answer.items());
                    assertEquals(order.data(), answer.data());
                    assertEquals(order.extra(), answer.extra());
                }
                worker.awaitSuccess();
            }
        }
    }

    /** The same name with other fields: what another version of the class would be. */
    @Test
    void anotherVersionOfAClassIsRefusedByName() {
        try (Tandem tandem = Tandem.open()) {
            Codec<Object> wide = Codecs.of(Object.class, Item.class);
            SharedQueue<Object> queue = tandem.newQueue(wide, QueueOptions.DEFAULT);
            SharedFileException refusal =
                    assertThrows(SharedFileException.class, () -> SharedQueue.attach(queue.path(), Object.class));
            assertEquals("type " + wide.type(), refusal.found());
            assertTrue(refusal.getMessage().contains(Codecs.of(Object.class).type()), refusal.getMessage());
        }
    }
}
