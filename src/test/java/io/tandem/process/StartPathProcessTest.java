package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Skip;
import io.tandem.value.SharedLong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cold child does, and does not do, on its way to the task. */
class StartPathProcessTest {
    private static final int LAST_WITH_NATIVE_REFLECTION = 17;

    @TempDir
    private Path temporary;

    @Test
    void aChildComesToItsTaskWithoutALambda() throws Exception {
        Skip.NATIVE_REFLECTION.unless(Runtime.version().feature() <= LAST_WITH_NATIVE_REFLECTION);
        Path log = temporary.resolve("classes");
        try (Tandem tandem = Tandem.open()) {
            SharedLong number = tandem.newLong(0);
            tandem.process()
                    .jvmFlags("-Xlog:class+load:file=" + log)
                    .start(() -> number.set(1))
                    .join();
            assertEquals(1, number.get());
        }
        List<String> loaded = Files.readAllLines(log);
        int main = indexOf(loaded, " " + ChildMain.class.getName() + " ");
        int task = indexOf(loaded, " " + ChildProcess.class.getName() + " ");
        assertTrue(main > 0 && task > main, main + ", " + task);
        List<String> linked = loaded.subList(main, task).stream()
                .filter(line -> line.contains("$$Lambda") || line.contains("LambdaForm") || line.contains("VarHandles"))
                .toList();
        assertEquals(List.of(), linked);
    }

    private static int indexOf(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void theJdkIsOpenToAChildAtOnceAndToItsOtherClassLoadersSoon() throws Exception {
        try (Tandem tandem = Tandem.open()) {
            SharedLong open = tandem.newLong(0);
            tandem.start(() -> {
                        Module own = StartPathProcessTest.class.getModule();
                        open.set(countOpen(own));
                        Await.until("all is open to everybody", () -> countOpen(Others.module()) == 4);
                        open.getAndAdd(10);
                    })
                    .join();
            assertEquals(14, open.get());
        }
    }

    private static final class Others extends ClassLoader {
        static Module module() {
            return new Others().getUnnamedModule();
        }
    }

    private static long countOpen(Module to) {
        Module base = Object.class.getModule();
        long exported = List.of("jdk.internal.misc", "sun.nio.ch", "jdk.internal.ref").stream()
                .filter(name -> base.isExported(name, to))
                .count();
        return base.isOpen("java.lang.reflect", to) ? exported + 1 : exported;
    }
}
