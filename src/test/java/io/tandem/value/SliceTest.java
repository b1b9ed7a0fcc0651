package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.support.Jvm;
import io.tandem.support.Python;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {
    private static final String ALL_OF_PYTHON = """
            far = 2**63
            ends = [*range(-7, 8), -far, far - 1]
            for n in range(6):
                for f in ends:
                    for t in ends:
                        for s in (-far, -3, -2, -1, 1, 2, 3, far - 1):
                            print(n, f, t, s, ",".join(map(str, range(n)[f:t:s])))
            print("end")
            """;

    private static String slice(long length, long from, long to, long step) {
        Slice slice = Slice.of(length, from, to, step);
        return LongStream.range(0, slice.arrayLength())
                .mapToObj(n -> Long.toString(slice.index(n)))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            5 |  0 |  5 |  1 | 0,1,2,3,4
            5 |  1 | -1 |  1 | 1,2,3
            5 | -2 |  9 |  1 | 3,4
            5 | -9 |  2 |  1 | 0,1
            5 |  3 |  3 |  1 | ''
            5 |  4 |  1 |  1 | ''
            5 |  0 |  5 |  2 | 0,2,4
            5 |  1 |  5 |  3 | 1,4
            5 |  4 | -9 | -1 | 4,3,2,1,0
            5 |  9 |  0 | -2 | 4,2
            5 |  4 | -1 | -1 | ''
            5 | -1 | -6 | -4 | 4,0
            0 |  0 |  5 |  1 | ''
            0 | -1 | -9 | -1 | ''
            """)
    void followsPython(long length, long from, long to, long step, String indexes) {
        assertEquals(indexes, slice(length, from, to, step));
    }

    @Test
    void followsPythonItself() throws Exception {
        try (Jvm python = Python.run(ALL_OF_PYTHON)) {
            List<String> lines = python.awaitSuccess();
            assertEquals(6 * 17 * 17 * 8 + 1, lines.size());
            for (String line : lines.subList(0, lines.size() - 1)) {
                String[] words = line.split(" ", -1);
                assertEquals(
                        words[4], slice(number(words[0]), number(words[1]), number(words[2]), number(words[3])), line);
            }
        }
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    @Test
    void reachesFarBeyondIntegers() {
        long length = Long.MAX_VALUE / 8;
        assertEquals(length, Slice.of(length, 0, Long.MAX_VALUE, 1).count());
        assertEquals(
                length - 1, Slice.of(length, Long.MAX_VALUE, Long.MIN_VALUE, -1).index(0));
        assertEquals(
                1,
                Slice.of(length, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE).count());
        Slice whole = Slice.of(length, 0, length, 1);
        assertThrows(IllegalArgumentException.class, whole::arrayLength);
        assertThrows(IllegalArgumentException.class, () -> whole.requireLength(5));
        assertThrows(IllegalArgumentException.class, () -> Slice.of(5, 0, 5, 0));
    }
}
