package io.tandem.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo's word counts: one argument says whether lanes or a journal carry the lines, and the totals are the same. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MediumTest {
    /** One of the demo's four, for time's sake. */
    private static DemoStep manyToMany(Medium medium) {
        return new DemoStep() {
            @Override
            public String title() {
                return "two to two through " + medium;
            }

            @Override
            public void show(Stage stage) throws Exception {
                new QueueStep(medium, 2).show(stage, new int[] {2, 2});
            }
        };
    }

    private static List<String> checked(DemoStep step) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Tandem tandem = Tandem.open()) {
            Stage stage = new Stage(tandem, new PrintStream(out, true));
            step.show(stage);
            assertEquals(0, stage.failures(), out::toString);
        }
        List<String> totals = out.toString()
                .lines()
                .filter(line -> line.matches(" *ok +(words|sum).*"))
                .toList();
        assertTrue(totals.size() > 0, out::toString);
        return totals;
    }

    @Test
    void fromManyToManyTheTotalsAreTheSame() throws Exception {
        assertEquals(checked(manyToMany(Medium.LANES)), checked(manyToMany(Medium.JOURNAL)));
    }

    @Test
    void killedHalfWayAndStartedAgainTheyGoOnWhereTheyWere() throws Exception {
        assertEquals(checked(new KilledCountStep(Medium.LANES, 2)), checked(new KilledCountStep(Medium.JOURNAL, 2)));
    }
}
