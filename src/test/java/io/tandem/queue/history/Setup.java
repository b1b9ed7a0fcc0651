package io.tandem.queue.history;

import io.tandem.queue.QueueOptions;
import java.util.List;
import java.util.function.Function;

/** A queue's options, and what its histories are judged by. Its name is an argument of {@link HistoryWorker}. */
enum Setup {
    /** In order per producer; lanes so small that they are full now and then. */
    LANES(QueueOptions.DEFAULT.lanes(8).laneBytes(4096), FifoJudge::problemsPerProducer),
    /** In one order, with a bound that is met all the time; areas so small that some messages have files. */
    ORDERED(
            QueueOptions.DEFAULT.lanes(8).laneBytes(4096).capacity(Setup.CAPACITY),
            history -> FifoJudge.problems(history, Setup.CAPACITY)),
    /** The same, more often empty than full. */
    ROOMY(QueueOptions.DEFAULT.lanes(8).capacity(Setup.LARGE), history -> FifoJudge.problems(history, Setup.LARGE)),
    /** Taken for good from leased lanes. */
    LEASED(QueueOptions.DEFAULT.lanes(8).laneBytes(4096).leased(), FifoJudge::problemsPerProducer);

    private static final int CAPACITY = 10;
    private static final int LARGE = 10_000;
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
