package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.file.ClosedException;
import io.tandem.file.SharedFile;
import io.tandem.file.SharedFileException;
import io.tandem.file.SharedFileException.Reason;
import io.tandem.owner.SharedObject;
import io.tandem.support.Jvm;
import io.tandem.support.Threads;
import io.tandem.support.Travel;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncNounTest {
    private final Tandem tandem = Tandem.open();
    private final Path path = tandem.path().resolve("thing");

    @AfterEach
    void close() {
        tandem.close();
    }

    private static void refused(Reason reason, Executable call) {
        assertEquals(reason, assertThrows(SharedFileException.class, call).reason());
    }

    @ParameterizedTest
    @EnumSource
    void namesAreTakenOnce(SyncNoun noun) {
        refused(Reason.NOT_FOUND, () -> noun.attach.apply(path));
        refused(Reason.NOT_FOUND, () -> noun.attachSoon.apply(path, Duration.ZERO));
        try (SharedObject made = noun.create.apply(path)) {
            refused(Reason.ALREADY_EXISTS, () -> noun.create.apply(path));
            refused(Reason.WRONG_KIND, () -> noun.next().attach.apply(path));
            refused(Reason.WRONG_KIND, () -> noun.next().createOrAttach.apply(path));
            noun.createOrAttach.apply(path).close();
            noun.attach.apply(path).destroy();
            refused(Reason.NOT_FOUND, () -> noun.attach.apply(path));
            assertDoesNotThrow(made::destroy, "a second removal does no harm");
            noun.createOrAttach.apply(path).close();
        }
        assertTrue(Files.exists(path), "the old handle must not take away the new file");
    }

    @ParameterizedTest
    @EnumSource
    void allHandlesOfAJvmShareOneEngineAndTravelByPath(SyncNoun noun) throws Exception {
        try (SharedObject made = noun.create.apply(path);
                SharedObject attached = noun.attach.apply(path);
                SharedObject travelled = Travel.copy(made)) {
            SharedFile engine = SharedFile.attach(path, noun.kind);
            assertEquals(4, engine.handles());
            engine.release();
            attached.close();
            byte[] bytes = Travel.bytes(travelled);
            travelled.destroy();
            refused(Reason.NOT_FOUND, () -> Travel.object(bytes));
            noun.create.apply(path).close();
            refused(Reason.REPLACED, () -> Travel.object(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource
    void attachWaitsForTheCreator(SyncNoun noun) throws Exception {
        List<SharedObject> both = Threads.all(List.of(
                () -> noun.attachSoon.apply(path, Duration.ofSeconds(Long.MAX_VALUE)), () -> noun.create.apply(path)));
        both.forEach(SharedObject::close);
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodOfAClosedHandleThrows(SyncNoun noun) throws Exception {
        SharedObject open = noun.create.apply(path);
        SharedObject closed = noun.attach.apply(path);
        closed.close();
        assertTrue(closed.toString().contains("closed"), closed::toString);
        List<Method> methods = Stream.of(closed.getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().equals("bell"))
                .toList();
        for (Method method : methods) {
            assertInstanceOf(ClosedException.class, thrown(method, closed), method::toString);
        }
        assertThrows(ClosedException.class, closed::destroy);
        assertDoesNotThrow(closed::close);
        assertTrue(!open.isClosed() && Files.exists(path));
    }

    private static Throwable thrown(Method method, Object target) throws Exception {
        Object[] arguments =
                Stream.of(method.getParameterTypes()).map(SyncNounTest::anyOf).toArray();
        try {
            method.invoke(target, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Object anyOf(Class<?> type) {
        return type == Duration.class ? Duration.ZERO : Array.get(Array.newInstance(type, 1), 0);
    }

    @ParameterizedTest
    @EnumSource
    void closingEndsABlockedCallOfAnotherThread(SyncNoun noun) throws Exception {
        SharedObject made = noun.create.apply(path);
        SharedObject other = noun.attach.apply(path);
        var blocked = Background.run(() -> SyncNoun.block(made));
        Bells.awaitSleeper(path, noun.kind);
        made.close();
        assertInstanceOf(ClosedException.class, Background.failure(blocked));
        assertTrue(!other.isClosed());
    }

    /** At once, although the other JVM looks once an hour by itself. */
    @ParameterizedTest
    @EnumSource
    void destroyingEndsABlockedCallOfAnotherJvm(SyncNoun noun) throws Exception {
        SharedObject made = noun.create.apply(path);
        try (Jvm jvm = Jvm.start(List.of("-Dio.tandem.noTick=true"), Crew.class, path.toString(), "block")) {
            jvm.awaitLine("begins block");
            Bells.awaitDeepSleeper(tandem, path, noun.kind);
            made.destroy();
            assertEquals("threw block ClosedException", jvm.awaitLine("threw block"));
            jvm.send("exit");
            jvm.awaitSuccess();
        }
    }

    /** Looked for by a path that names another file by now. */
    @ParameterizedTest
    @EnumSource
    void aReplacedFileEndsABlockedCall(SyncNoun noun) throws Exception {
        SharedObject made = noun.create.apply(path);
        var blocked = Background.run(() -> SyncNoun.block(made));
        Bells.awaitSleeper(path, noun.kind);
        Files.delete(path);
        noun.create.apply(path).close();
        Throwable failure = Background.failure(blocked);
        refused(Reason.REPLACED, () -> {
            throw failure;
        });
    }
}
