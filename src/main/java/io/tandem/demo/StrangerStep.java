package io.tandem.demo;

import io.tandem.value.SharedLong;
import io.tandem.value.SharedValue;
import java.nio.file.Path;

/** A JVM that Tandem did not start attaches by path. */
final class StrangerStep implements DemoStep {
    @Override
    public String title() {
        return "A JVM that is no child attaches by path";
    }

    @Override
    public void show(Stage stage) throws Exception {
        SharedValue<String> letter = stage.tandem()
                .newValue(
                        String.class, "a letter from " + ProcessHandle.current().pid());
        SharedLong turn = stage.tandem().newLong(0);
        Process stranger = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stranger.class.getName(),
                        letter.path().toString(),
                        turn.path().toString())
                .inheritIO()
                .start();
        stage.say("java " + Stranger.class.getSimpleName() + " " + letter.path().getFileName() + " "
                + turn.path().getFileName());
        stage.check("its exit code", 0, stranger.waitFor());
        stage.check("its turn", 1L, turn.get());
        stage.check(
                "the letter",
                "a letter from " + ProcessHandle.current().pid() + ", answered by " + stranger.pid(),
                letter.get());
    }
}
