package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. */
class SyncProgramsProcessTest {
    private static List<String> run(Class<?> program) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            return jvm.awaitSuccess();
        }
    }

    private static void prints(Class<?> program, String... lines) throws InterruptedException {
        assertEquals(List.of(lines), run(program));
    }

    /** E3. */
    @Test
    void longLinesStayWhole() throws Exception {
        List<String> expected = IntStream.range(0, 10)
                .mapToObj(i -> ("line of child " + i + " ").repeat(Programs.LongLines.REPEATS))
                .toList();
        assertEquals(expected, run(Programs.LongLines.class).stream().sorted().toList());
    }

    /** E4. */
    @Test
    void everyChildSaysHello() throws Exception {
        List<String> expected =
                IntStream.range(0, 10).mapToObj(i -> "hello world " + i).toList();
        assertEquals(expected, run(Programs.HelloWorld.class).stream().sorted().toList());
    }

    /** E11. */
    @Test
    void subclassesShareTheLockOfTheirConstructor() throws Exception {
        List<String> lines = run(Programs.Printers.class);
        for (int times = 10; times <= 14; times++) {
            String mine = "printer " + times + " line ";
            List<String> expected =
                    IntStream.range(0, times).mapToObj(i -> mine + i).toList();
            assertEquals(
                    expected,
                    lines.stream().filter(line -> line.startsWith(mine)).toList());
        }
        assertEquals(10 + 11 + 12 + 13 + 14, lines.size());
    }

    /** E12. */
    @Test
    void twoSemaphoresBoundABuffer() throws Exception {
        prints(Programs.BoundedBuffer.class, "at most 2 ahead, 0 wrong, both alive true");
    }

    /** E36, 122. */
    @Test
    void additionsUnderALockAreExact() throws Exception {
        prints(Programs.Additions.class, "bare lost some, locked 150000, atomic 150000");
    }

    /** E37. */
    @Test
    void aLockTwiceAndAReentrantLockTwice() throws Exception {
        prints(
                Programs.Twice.class,
                "lock again false",
                "depth 2, after one unlock true, after two false",
                "one unlock too many is an error");
    }

    /** E43. */
    @Test
    void oneProducerManyConsumersByASharedCount() throws Exception {
        prints(Programs.OneToMany.class, "sum 4501500, left 0 0");
    }

    /** E44. */
    @Test
    void lookAndTakeAsOneStep() throws Exception {
        List<String> lines = run(Programs.ManyToMany.class);
        int items = Programs.ManyToMany.PRODUCERS * Programs.ManyToMany.ITEMS;
        assertEquals("sum " + items * (items - 1) / 2, lines.get(items));
        assertEquals(
                IntStream.range(0, items).mapToObj(i -> "item " + i).sorted().toList(),
                lines.subList(0, items).stream().sorted().toList());
    }

    /** E45. */
    @Test
    void theEndOfTheQueueMakesTheWrongProgramRight() throws Exception {
        prints(Programs.WrongManyToMany.class, "taken 300, all ended");
    }

    /** E47. */
    @Test
    void nobodyIsInsideTogether() throws Exception {
        prints(Programs.Exclusion.class, "together 0, count 80000");
    }
}
