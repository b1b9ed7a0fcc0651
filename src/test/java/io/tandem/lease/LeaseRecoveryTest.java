package io.tandem.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.owner.Participants;
import io.tandem.owner.SharedDirectory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the dead, and those that leave, had leased; and how a word names them. */
class LeaseRecoveryTest {
    private final SharedDirectory directory = SharedDirectory.openAnonymous();
    private final Participants participants = directory.participants();
    private final long self = participants.self();
    /** This JVM's slot had another owner before, and so will it have one more. */
    private final long dead = self - 4096;

    private final Desk desk = new Desk(Desk.LEAST);
    private final LeaseLane lane = desk.lane;
    private final LeaseTaker me = Desk.taker(self);
    private final LeaseTaker gone = Desk.taker(dead);

    @AfterEach
    void release() {
        directory.release();
    }

    private void put(int count) {
        LeaseWriter writer = desk.writer();
        for (int number = 0; number < count; number++) {
            assertTrue(Desk.put(writer, number, 20));
        }
    }

    @Test
    void whatTheDeadHadLeasedComesAgain() {
        put(5);
        desk.lease(gone, 0, 1);
        desk.lease(me, 1, 1);
        desk.lease(gone, 2, 1);
        assertTrue(desk.ack(gone));
        desk.lease(gone, 3, 1);
        List<Long> asked = new ArrayList<>();
        assertEquals(
                2,
                lane.recover(
                        id -> {
                            asked.add(id);
                            return participants.isDead(id);
                        },
                        participants));
        assertEquals(List.of(dead, self, dead), asked);
        assertFalse(desk.ack(gone), "too late");
        assertFalse(desk.giveBack(gone), "too late");
        assertEquals(3, lane.ready());
        assertEquals(4, lane.pending());
        assertEquals(0, lane.recover(participants::isDead, participants), "twice");
        desk.lease(me, 3, 2);
        assertFalse(desk.ack(gone), "somebody else's by now");
        desk.lease(me, 4, 1);
        desk.lease(me, 0, 2);
        assertTrue(desk.ack(me));
    }

    @Test
    void nobodyIsAskedTwiceInARun() {
        put(40);
        for (int number = 0; number < 40; number++) {
            desk.lease(gone, number, 1);
        }
        int[] asked = new int[1];
        assertEquals(0, lane.recover(id -> ++asked[0] < 0, participants));
        assertEquals(1, asked[0]);
        assertEquals(40, lane.recover(id -> true, participants));
    }

    @Test
    void whoLeavesGivesBackAllOfItsOwn() {
        put(4);
        desk.lease(me, 0, 1);
        desk.lease(gone, 1, 1);
        desk.lease(me, 2, 1);
        assertEquals(2, lane.giveBackAll(self));
        assertEquals(0, lane.giveBackAll(self));
        assertEquals(3, lane.ready());
        assertTrue(lane.leasedByOther(self));
        assertFalse(lane.leasedByOther(dead));
    }

    /** A writer that was killed while it took messages back. */
    @Test
    void whatADeadWriterWasTakingBackWaitsAgain() {
        put(1);
        long lap = lane.lapOf(0);
        assertTrue(lane.compareAndSetWord(
                0, LeaseLayout.readyWord(lap, 0), LeaseLayout.leasedWord(lap, Participants.shortName(dead), 0)));
        assertEquals(1, lane.recover(participants::isDead, participants));
        desk.lease(me, 0, 1);
    }

    @Test
    void aShortNameIsThatOfTheLatestItFits() {
        long turn = 1L << 22 + 12;
        assertEquals(self, participants.idOf(Participants.shortName(self)));
        assertEquals(self, participants.idOf(Participants.shortName(self + turn)));
        for (int before : new int[] {1, 2, 100, (1 << 22) - 1}) {
            long id = self - before * 4096L;
            assertEquals(id, participants.idOf(Participants.shortName(id)));
            assertTrue(participants.isDead(participants.idOf(Participants.shortName(id))), "before " + before);
        }
        long next = self + 4096;
        assertEquals(next - turn, participants.idOf(Participants.shortName(next)), "not above the present one");
        assertTrue(participants.isDead(participants.idOf(1023 << 22 | 77)), "a slot nobody ever had");
        assertTrue(participants.isDead(participants.idOf(1023 << 22)), "a slot nobody ever had");
    }
}
