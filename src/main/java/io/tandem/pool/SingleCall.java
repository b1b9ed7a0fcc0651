package io.tandem.pool;

import io.tandem.pool.Answer.Outcome;

/** A task with a result of its own. */
final class SingleCall extends Call {
    private final AsyncResult<?> result;

    SingleCall(Object function, long timeoutNanos, AsyncResult<?> result) {
        super(function, timeoutNanos);
        this.result = result;
    }

    @Override
    void done(Outcome outcome) {
        result.settle(outcome);
    }

    @Override
    void dropped() {
        result.dropped();
    }
}
