package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receiving in place, many at a time. */
@Timeout(60)
class PipeDrainTest {
    private final Tandem tandem = Tandem.open();
    private Connection<Long> in;
    private Connection<Long> out;

    @BeforeEach
    void open() {
        SharedPipe<Long> pipe = tandem.newPipe(Long.class);
        in = pipe.first();
        out = pipe.second();
    }

    @AfterEach
    void close() {
        tandem.close();
    }

    private List<Object> drained(int limit) {
        List<Object> all = new ArrayList<>();
        int count = in.drain(
                (type, buffer, index, length) -> all.add(type == Connection.NULL ? "null" : buffer.getLong(index)),
                limit);
        assertEquals(all.size(), count);
        return all;
    }

    @Test
    void aBatchEndsBeforeAStream() throws Exception {
        byte[] streamed = {1, 2, 3, 4, 5, 6, 7, 8};
        for (Long message : new Long[] {1L, null, 2L}) {
            out.send(message);
        }
        out.sendStream(Channels.newChannel(new ByteArrayInputStream(streamed)));
        out.send(3L);
        assertEquals(List.of(1L, "null"), drained(2));
        assertEquals(List.of(2L), drained(10));
        assertThrows(IllegalStateException.class, () -> drained(10));
        try (InputStream stream = in.recvStream()) {
            assertArrayEquals(streamed, stream.readAllBytes());
        }
        assertEquals(List.of(3L), drained(10));
        assertEquals(List.of(), drained(10));
        assertEquals(List.of(), drained(0));
    }

    @Test
    void aMessageWhoseHandlerThrewIsGone() throws Exception {
        out.send(1L);
        out.send(2L);
        assertThrows(
                ArithmeticException.class,
                () -> in.drain(
                        (type, buffer, index, length) -> {
                            throw new ArithmeticException();
                        },
                        10));
        assertEquals(List.of(2L), drained(10));
    }

    /** It would get the message it is being handed. */
    @Test
    void aHandlerCannotReceive() throws Exception {
        out.send(1L);
        out.send(2L);
        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> in.drain((type, buffer, index, length) -> drained(1), 10));
        assertTrue(refused.getMessage().contains(in.path().toString()), refused::getMessage);
        assertEquals(2, in.recv());
        out.send(null);
        assertNull(in.recv());
    }
}
