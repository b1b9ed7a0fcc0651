package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. */
class ManagerProgramsProcessTest {
    private static void prints(Class<?> program, String... lines) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            assertEquals(List.of(lines), jvm.awaitSuccess());
        }
    }

    /** E39. */
    @Test
    void keysOfAnyTypeInOrderAndAListReversedByAChild() throws Exception {
        prints(Programs.DictAndList.class, "{1=1, 2=2, 0.25=null}", "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]");
    }

    /** E40. */
    @Test
    void nothingIsLostInSilence() throws Exception {
        prints(Programs.InnerList.class, "refused", "{plain=[1, 3, 4], managed=[5]} [5] 0");
    }

    /** E48. */
    @Test
    void strangersExcludeEachOther() throws Exception {
        prints(Programs.Strangers.class, "count 400 inside 1 0");
    }

    @Test
    void manyProducersAndConsumersWithManagedCounters() throws Exception {
        prints(Programs.ManyToMany.class, "seen 1500 each once true 0");
    }
}
