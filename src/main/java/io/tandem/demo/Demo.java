package io.tandem.demo;

import io.tandem.Tandem;
import java.io.PrintStream;
import java.util.List;

/** The main job: {@code mvn -q compile exec:exec@demo}, {@code -Ddemo.queue=journal}. Ends with exit code 1 if any total is wrong. */
public final class Demo {
    private static final List<DemoStep> STEPS = List.of(
            new ChildStep(),
            new CounterStep(),
            new StrangerStep(),
            new KilledStep(),
            new WordCountStep(),
            new QueueStep(Medium.ofDemo(), 60),
            new KilledConsumerStep(),
            new KilledCountStep(Medium.LANES, 10),
            new KilledHolderStep(),
            new FileTreeStep(),
            new KilledCountStep(Medium.JOURNAL, 3));

    private Demo() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        try (Tandem tandem = Tandem.open()) {
            Stage stage = new Stage(tandem, out);
            out.println("Tandem on JDK " + Runtime.version() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors, process "
                    + ProcessHandle.current().pid() + ", sharing in " + tandem.path());
            for (int i = 0; i < STEPS.size(); i++) {
                out.println();
                out.println((i + 1) + ". " + STEPS.get(i).title());
                STEPS.get(i).show(stage);
            }
            out.println();
            out.println("Measured in this run:");
            stage.figures().forEach(figure -> out.println("   " + figure));
            out.println(stage.failures() == 0 ? "All totals are right." : stage.failures() + " checks FAILED.");
            if (stage.failures() > 0) {
                tandem.close();
                System.exit(1);
            }
        }
    }
}
