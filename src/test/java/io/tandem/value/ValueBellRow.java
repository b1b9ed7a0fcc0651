package io.tandem.value;

import io.tandem.support.BellRow;
import java.util.concurrent.CountDownLatch;

/** Every way in which a thread that waits for another writer is woken. */
enum ValueBellRow implements BellRow {
    SET_WRITTEN("1") {
        @Override
        public void wake(Stage stage) {
            ((CountDownLatch) stage.held).countDown();
        }
    },
    SET_CLOSE_HERE("ClosedException") {
        @Override
        public void wake(Stage stage) {
            value(stage).close();
        }
    },
    SET_DESTROY("ClosedException") {
        @Override
        public void wake(Stage stage) {
            value(stage).destroy();
        }
    };

    private final String expected;

    ValueBellRow(String expected) {
        this.expected = expected;
    }

    @SuppressWarnings("unchecked")
    static SharedValue<String> value(Stage stage) {
        return (SharedValue<String>) stage.thing;
    }

    @Override
    public boolean here() {
        return name().endsWith("_HERE");
    }

    @Override
    public void create(Stage stage) {
        stage.thing = SharedValue.create(stage.path, String.class, "a");
    }

    /** Begins to write, and goes on when it is told. */
    @Override
    public void hold(Stage stage) throws InterruptedException {
        stage.thing = SharedValue.attach(stage.path, String.class);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        stage.held = end;
        Thread writer = new Thread(() -> value(stage).updateAndGet(old -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return "b";
        }));
        writer.setDaemon(true);
        writer.start();
        begun.await();
    }

    @Override
    public Object sleep(Stage stage) {
        value(stage).set("c");
        return value(stage).get().length();
    }

    @Override
    public String expected() {
        return expected;
    }
}
