package io.tandem.queue.history;

import io.tandem.queue.QueueOptions;
import java.util.List;
import java.util.function.Function;

/** A queue's options, and what its histories are judged by. Its name is an argument of {@link HistoryWorker}. */
enum Setup {
    /** In order per producer; lanes so small that they are full now and then. */
    LANES(QueueOptions.DEFAULT.lanes(8).laneBytes(4096), FifoJudge::problemsPerProducer);

    private final QueueOptions options;
    private final Function<List<Operation>, List<String>> judge;

    Setup(QueueOptions options, Function<List<Operation>, List<String>> judge) {
        this.options = options;
        this.judge = judge;
    }

    QueueOptions options() {
        return options;
    }

    List<String> problems(List<Operation> history) {
        return judge.apply(history);
    }
}
