package io.tandem.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real text that every machine with a JDK has: its licences, settings and lists of class names. */
final class Texts {
    private static final List<String> FOLDERS = List.of("legal", "conf", "lib");
    private static final List<String> ENDINGS =
            List.of(".md", ".txt", ".properties", ".security", "classlist", "LICENSE", "COPYRIGHT", "NOTICE", ".conf");

    private Texts() {}

    static byte[] ofJdk() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String folder : FOLDERS) {
            Path root = Path.of(System.getProperty("java.home"), folder);
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
                    for (Path file : files.filter(Texts::isText).sorted().toList()) {
                        text.write(Files.readAllBytes(file));
                        text.write('\n');
                    }
                }
            }
        }
        return text.toByteArray();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isReadable(file) && Files.isRegularFile(file);
    }
}
