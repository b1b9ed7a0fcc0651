package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstUseProcessTest {
    static final class Program {
        public static void main(String[] arguments) {
            Noun noun = Noun.valueOf(arguments[0]);
            noun.create.apply(Path.of(arguments[1], "thing")).close();
            System.out.println("made");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG", "INTS", "VALUE"})
    void aFactoryMayBeTheFirstCallOfAProgramWithoutFlags(Noun noun, @TempDir Path directory) throws Exception {
        String classPath = System.getProperty("java.class.path");
        String main = Program.class.getName();
        try (Jvm jvm =
                Jvm.run(List.of(Jvm.java().toString(), "-cp", classPath, main, noun.name(), directory.toString()))) {
            assertEquals(List.of("made"), jvm.awaitSuccess());
        }
    }
}
