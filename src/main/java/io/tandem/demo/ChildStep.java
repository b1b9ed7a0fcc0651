package io.tandem.demo;

import io.tandem.process.ChildProcess;
import io.tandem.value.SharedDouble;
import io.tandem.value.SharedIntArray;
import io.tandem.value.SharedLong;
import java.util.Arrays;

/** A child sets a shared double and negates a shared array; the parent sees both. */
final class ChildStep implements DemoStep {
    @Override
    public String title() {
        return "A child JVM changes a double and an int array of this one";
    }

    @Override
    public void show(Stage stage) throws Exception {
        SharedDouble number = stage.tandem().newDouble(0.0);
        SharedIntArray array = stage.tandem().newIntArray(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        SharedLong firstLine = stage.tandem().newLong(0);
        long start = System.nanoTime();
        ChildProcess child = stage.tandem().start(() -> {
            firstLine.set(System.nanoTime());
            number.set(3.1415927);
            for (long i = 0; i < array.length(); i++) {
                array.set(i, -array.get(i));
            }
        });
        child.join();
        stage.say(child.toString());
        stage.check("the double", 3.1415927, number.get());
        stage.check("the array", "[0, -1, -2, -3, -4, -5, -6, -7, -8, -9]", Arrays.toString(array.toArray()));
        stage.figure("start() to the first line of a child's task", "%.0f ms", (firstLine.get() - start) / 1e6);
    }
}
