package io.tandem.wait;

import io.tandem.file.SafePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32C;

/**
 * The native part of jffi as a file that all JVMs of a user share. Left alone, jffi unpacks it into a new file for each
 * JVM, and a JVM that is killed at that moment leaves it behind. If this does not work, that is what happens.
 */
final class LibraryFile {
    private static final String NAME = "libjffi-1.2.so";
    /** Where jffi looks first. */
    private static final String PROPERTY = "jffi.boot.library.path";

    private LibraryFile() {}

    /** {@code platform} is the folder in jffi's jar. */
    static void prepare(String platform) {
        if (System.getProperty(PROPERTY) != null) {
            return;
        }
        try (InputStream resource = ClassLoader.getSystemResourceAsStream("jni/" + platform + "/" + NAME)) {
            if (resource != null) {
                System.setProperty(PROPERTY, unpacked(resource.readAllBytes()).toString());
            }
        } catch (IOException | RuntimeException byItself) {
            // then jffi does
        }
    }

    /** The folder it is in; two that come at once write the same, each under a name of its own. */
    private static Path unpacked(byte[] library) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(library);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("tandem-jffi-" + SafePath.uid() + "-" + Long.toHexString(crc.getValue()));
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException before) {
            SafePath.requireDirectory(folder);
        }
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            Path temporary = folder.resolve(ProcessHandle.current().pid() + ".tmp");
            Files.write(temporary, library);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return folder;
    }
}
