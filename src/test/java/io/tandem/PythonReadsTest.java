package io.tandem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import io.tandem.support.Python;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PythonReadsTest {
    private static final String HEADER = """
            import mmap, struct, sys

            def crc32c(data):
                crc = 0xffffffff
                for byte in data:
                    crc ^= byte
                    for _ in range(8):
                        crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
                return crc ^ 0xffffffff

            def fnv1a(text):
                hash = 0xcbf29ce484222325
                for byte in text.encode():
                    hash = (hash ^ byte) * 0x100000001b3 % 2**64
                return hash

            def shared(path, kind, layout, body, count, type):
                with open(path, "r+b") as file:
                    memory = mmap.mmap(file.fileno(), 0)
                magic, order, version, name = struct.unpack_from("<8sII16s", memory, 0)
                assert magic == b"\\x89TNDM\\r\\n\\x1a", magic
                assert order == 0x01020304 and version == 1, (order, version)
                assert name.rstrip(b"\\0").decode() == kind, name
                assert struct.unpack_from("<QQQQ", memory, 32) == (fnv1a(layout), 1024 + body, body, count)
                assert len(memory) == 1024 + body
                boot = open("/proc/sys/kernel/random/boot_id").read().strip()
                assert "%016x%016x" % struct.unpack_from("<QQ", memory, 80) == boot.replace("-", "")
                length, = struct.unpack_from("<I", memory, 96)
                assert memory[100:100 + length].decode() == type
                assert not any(memory[100 + length:508]), "reserved bytes"
                assert struct.unpack_from("<I", memory, 508)[0] == crc32c(memory[:508])
                assert not any(memory[512:1024]), "control block"
                return memory
            """;

    private static final String READ_AND_WRITE = HEADER + """

            cell = shared(sys.argv[1], "long", "value@0:8", 128, 1, "")
            assert struct.unpack_from("<q", cell, 1024) == (-5000000000,)
            struct.pack_into("<q", cell, 1024, 77)

            array = shared(sys.argv[2], "int[]", "elements@0:4", 12, 3, "")
            assert struct.unpack_from("<3i", array, 1024) == (1, -2, 2**31 - 1)
            struct.pack_into("<i", array, 1024 + 4, 20)

            layout = "version@0 writer@128 bell@136 copies@256:(length@0 bytes@128)*2"
            value = shared(sys.argv[3], "value", layout, 256 + 2 * (128 + 4096), 4096, "text/utf-8")
            version, = struct.unpack_from("<q", value, 1024)
            copy = 1024 + 256 + (version & 1) * (128 + 4096)
            length, = struct.unpack_from("<i", value, copy)
            assert value[copy + 128:copy + 128 + length].decode() == "gr\\u00fcn", value[copy:copy + 160]
            assert struct.unpack_from("<q", value, 1024 + 128) == (0,), "the writer's word"
            print("as documented")
            """;

    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        tandem.close();
    }

    @Test
    void theFormatIsWhatItsDescriptionSays() throws Exception {
        SharedLong cell = tandem.newLong(-5_000_000_000L);
        SharedIntArray array = tandem.newIntArray(1, -2, Integer.MAX_VALUE);
        SharedValue<String> value = tandem.newValue(String.class, "rot");
        value.set("blau");
        value.set("grün");
        try (Jvm python = Python.run(
                READ_AND_WRITE,
                cell.path().toString(),
                array.path().toString(),
                value.path().toString())) {
            assertEquals(List.of("as documented"), python.awaitSuccess());
        }
        assertEquals(77, cell.get());
        assertArrayEquals(new int[] {1, 20, Integer.MAX_VALUE}, array.toArray());
    }
}
