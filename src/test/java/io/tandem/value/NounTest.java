package io.tandem.value;

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
import io.tandem.support.Threads;
import io.tandem.support.Travel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NounTest {
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
    void namesAreTakenOnce(Noun noun) {
        refused(Reason.NOT_FOUND, () -> noun.attach.apply(path));
        refused(Reason.NOT_FOUND, () -> noun.attachSoon.apply(path, Duration.ZERO));
        try (SharedObject made = noun.create.apply(path)) {
            refused(Reason.ALREADY_EXISTS, () -> noun.create.apply(path));
            refused(Reason.WRONG_KIND, () -> noun.next().attach.apply(path));
            refused(noun.refusalOfOther(), () -> noun.createOrAttachOther(path));
            assertEquals(path, made.path());
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
    void allHandlesOfAJvmShareOneEngine(Noun noun) throws Exception {
        try (SharedObject made = noun.create.apply(path);
                SharedObject attached = noun.attach.apply(path);
                SharedObject travelled = Travel.copy(made)) {
            SharedFile engine = SharedFile.attach(path, noun.kind);
            try {
                assertEquals(4, engine.handles());
                attached.close();
                attached.close();
                travelled.close();
                assertEquals(2, engine.handles());
            } finally {
                engine.release();
            }
            assertEquals(made.getClass(), travelled.getClass());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyOfAReplacedFileIsRefused(Noun noun) throws Exception {
        SharedObject made = noun.create.apply(path);
        byte[] bytes = Travel.bytes(made);
        made.destroy();
        refused(Reason.NOT_FOUND, () -> Travel.object(bytes));
        try (SharedObject another = noun.create.apply(path)) {
            refused(Reason.REPLACED, () -> Travel.object(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource
    void attachWaitsForTheCreator(Noun noun) throws Exception {
        List<SharedObject> both = Threads.all(List.of(
                () -> noun.attachSoon.apply(path, Duration.ofSeconds(Long.MAX_VALUE)), () -> noun.create.apply(path)));
        both.forEach(SharedObject::close);
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodOfAClosedHandleThrows(Noun noun) throws Exception {
        SharedObject open = noun.create.apply(path);
        SharedObject closed = noun.attach.apply(path);
        closed.close();
        assertTrue(closed.isClosed());
        assertTrue(closed.toString().contains("closed"), closed::toString);
        assertEquals(path, closed.path());
        List<Method> methods = Stream.of(closed.getClass().getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
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
                Stream.of(method.getParameterTypes()).map(NounTest::anyOf).toArray();
        try {
            method.invoke(target, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Object anyOf(Class<?> type) {
        if (type.isArray()) {
            return java.lang.reflect.Array.newInstance(type.getComponentType(), 5);
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(NounTest.class.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> a[0]);
        }
        return type.isPrimitive() ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0) : null;
    }
}
