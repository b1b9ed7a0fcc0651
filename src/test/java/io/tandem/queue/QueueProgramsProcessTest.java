package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.support.Jvm;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The users' own programs, from outside: what they print and how they end. */
class QueueProgramsProcessTest {
    private static void prints(Class<?> program, String... lines) throws InterruptedException {
        try (Jvm jvm = Jvm.start(program)) {
            assertEquals(List.of(lines), jvm.awaitSuccess());
        }
    }

    /** E1. */
    @Test
    void aListArrivesWithItsTypesAndNulls() throws Exception {
        prints(Programs.OneList.class, "[42, null, hello] Integer true 0");
    }

    /** E13. */
    @Test
    void theParentSeesTheSize() throws Exception {
        prints(Programs.Size.class, "size 1 false");
    }

    /** E26. */
    @Test
    void aReaderIsTerminatedAndTheQueueGoesOn() throws Exception {
        prints(Programs.WriterAndReader.class, "got A", "got B", "got C", "signal 15 then D 0");
    }

    /** E27. */
    @Test
    void processesEndedInPutAndTakeLoseOneItemAtMost() throws Exception {
        String round = "left -1 usable fine";
        prints(Programs.Terminated.class, round, round, round);
    }

    /** E31, E32. */
    @Test
    void eachProducersItemsAreInOrder() throws Exception {
        try (Jvm jvm = Jvm.start(Programs.TwoProducers.class)) {
            List<String> lines = jvm.awaitSuccess();
            assertEquals("restored 2000 item 0 item 1999", lines.get(2000));
            assertEquals(2000, Collections.frequency(lines, "in order"));
        }
    }

    /** E33, 46. */
    @Test
    void fullAndEmptyAreToldAfterTheTimeout() throws Exception {
        prints(Programs.Timeouts.class, "empty null null true 0", "full 4 false 4", "taken true 0 true");
    }

    /** E41. */
    @Test
    void oneProducerAndOneConsumerByCount() throws Exception {
        prints(Programs.OneToOne.class, "in order 200000 0");
    }

    /** E46. */
    @Test
    void grandchildrenUseTheSameQueue() throws Exception {
        prints(Programs.Grandchild.class, "from main", "from child", "from grandchild 1");
    }

    /** 47, 50. */
    @Test
    void itemsOfBeforeAndOfAChildArriveInOrderThroughEveryFormOfGet() throws Exception {
        prints(
                PythonPrograms.BeforeTheChild.class,
                "[p0, p1, p2, p3, p4, p5, p6, p7, p8, p9]",
                "[c0, c1, c2, c3, c4, c5, c6, c7, c8, c9]",
                "null true");
    }

    /** 59. */
    @Test
    void aClassThatUsesAQueueInItsInitializer() throws Exception {
        prints(PythonPrograms.DuringInitialization.class, "[i0, i1, i2, i3, i4, i5, i6, i7, i8, i9]");
    }

    /** 62. */
    @Test
    void emptyIsRightOnBothSides() throws Exception {
        prints(
                PythonPrograms.EmptyFromBothSides.class,
                "parent true false",
                "child false true false",
                "parent false true");
    }

    /** 64. */
    @Test
    void childrenMayBeJoinedBeforeTheirMessagesAreRead() throws Exception {
        prints(PythonPrograms.JoinFirst.class, "joined, then drained 9 100000");
    }

    /** 65. */
    @Test
    void aTakerKilledWhileItWaitsHoldsUpNobody() throws Exception {
        prints(PythonPrograms.KilledWhileItWaits.class, "got one", "then two true");
    }
}
