package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.SharedFileException;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that travel without Java serialization, and those that do not. */
class PlainTaskTest {
    private static final List<Object> SEEN = new ArrayList<>();
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
        SEEN.clear();
    }

    private static ProcessTask copy(ProcessTask task) throws Exception {
        return read(written(task));
    }

    private static byte[] written(ProcessTask task) throws Exception {
        SerializedLambda lambda = PlainTask.of(task);
        assertNotNull(lambda);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PlainTask.write(lambda, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static ProcessTask read(byte[] bytes) throws Exception {
        return PlainTask.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    @Test
    void everyPlainValueArrives() throws Exception {
        SharedLong shared = tandem.newLong(40);
        boolean flag = true;
        int number = -7;
        long large = Long.MIN_VALUE;
        double real = Double.NaN;
        String text = "\uD83D\uDE00 \uD83D and \0";
        Integer nothing = null;
        ProcessTask copy = copy(() -> {
            SEEN.addAll(List.of(flag, number, large, real, text, nothing == null));
            shared.addAndGet(2);
            SEEN.add(shared);
        });
        copy.run();
        assertEquals(List.of(true, -7, Long.MIN_VALUE, Double.NaN, text, true), SEEN.subList(0, 6));
        assertEquals(42, shared.get());
        assertNotSame(shared, SEEN.get(6));
    }

    @Test
    void aLambdaThatCapturesNothing() throws Exception {
        copy(() -> SEEN.add("ran")).run();
        assertEquals(List.of("ran"), SEEN);
    }

    /** Its interface has a body of its own, which a lambda's body alone would do without. */
    private interface Noted extends ProcessTask {
        void work();

        @Override
        default void run() {
            SEEN.add("noted");
            work();
        }
    }

    private static void named() {
        SEEN.add("named");
    }

    @Test
    void onlyTheBodyOfAPlainLambdaRunsWithoutIt() throws Exception {
        Noted noted = () -> SEEN.add("worked");
        String text = "trimmed ";
        copy(noted).run();
        copy(PlainTaskTest::named).run();
        copy(text::trim).run();
        assertEquals(List.of("noted", "worked", "named"), SEEN);
        assertTrue(copy(PlainTaskTest::named) instanceof BodyTask);
        assertFalse(copy(noted) instanceof BodyTask);
        assertFalse(copy(text::trim) instanceof BodyTask);
    }

    @Test
    void whatABodyThrowsIsThrown() throws Exception {
        IOException checked = assertThrows(
                IOException.class,
                () -> copy(() -> {
                            throw new IOException("on purpose");
                        })
                        .run());
        assertEquals("on purpose", checked.getMessage());
        assertThrows(
                StackOverflowError.class,
                () -> copy(() -> {
                            throw new StackOverflowError();
                        })
                        .run());
    }

    /** They have what a field-by-field copy would lose: other classes, identity, hooks, data. */
    @Test
    void theOthersAreLeftToSerialization() {
        List<String> list = new ArrayList<>();
        SharedLong shared = tandem.newLong(0);
        SharedLong alias = shared;
        SharedValue<String> withCodec = tandem.newValue(String.class, "");
        char[] large = new char[1 << 16];
        String text = new String(large);
        assertNull(PlainTask.of(null));
        assertNull(PlainTask.of(() -> list.add("")));
        assertNull(PlainTask.of(() -> shared.addAndGet(alias.get())));
        assertNull(PlainTask.of(() -> withCodec.set("")));
        assertNull(PlainTask.of(() -> SEEN.add(text)));
        assertNull(PlainTask.of(new ProcessTask() {
            private static final long serialVersionUID = 1;

            @Override
            public void run() {}
        }));
    }

    @Test
    void aHandleCapturedTwiceArrivesAsOne() throws Exception {
        SharedLong shared = tandem.newLong(0);
        SharedLong alias = shared;
        SharedLong equal = tandem.newLong(0);
        tandem.start(() -> equal.set(shared == alias ? 1 : 2)).join();
        assertEquals(1, equal.get());
    }

    @Test
    void whatIsNotThereAnyMoreIsNamed() throws Exception {
        SharedLong shared = tandem.newLong(0);
        byte[] bytes = written(() -> shared.set(1));
        shared.destroy();
        SharedFileException gone = assertThrows(SharedFileException.class, () -> read(bytes));
        assertTrue(gone.getMessage().contains(shared.path().toString()), gone.getMessage());
    }

    @Test
    void aLambdaThatTheClassDoesNotHaveIsRefused() throws Exception {
        byte[] bytes = written(() -> SEEN.add("ran"));
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("lambda$");
        bytes[at] = 'L';
        assertThrows(InvalidObjectException.class, () -> read(bytes));
    }
}
