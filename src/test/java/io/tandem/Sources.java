package io.tandem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program text under {@code src/main/java}, for tests that read it. */
final class Sources {
    private static final Path ROOT = Path.of("src", "main", "java", "io", "tandem");

    private Sources() {}

    static List<Path> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path named(String file) {
        return all().stream()
                .filter(path -> path.endsWith(file + ".java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " is gone; name its successor here"));
    }

    /** The folder's name; empty for what lies at the root. */
    static String folder(Path file) {
        return ROOT.relativize(file.getParent()).toString();
    }

    /** Its code, without comments, so that strings that look like comments must not occur. */
    static String code(Path file) {
        try {
            return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)//.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The constants of all classes that describe a file: what the formats are. Readable. */
    static List<Field> layoutFields() throws ReflectiveOperationException {
        List<Field> fields = new ArrayList<>();
        for (Path file : all()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (name.endsWith("Layout")) {
                for (Field field :
                        Class.forName("io.tandem." + folder(file) + "." + name).getDeclaredFields()) {
                    field.setAccessible(true);
                    if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                        fields.add(field);
                    }
                }
            }
        }
        return fields;
    }
}
