package io.tandem.sync;

import java.io.Serializable;

/** What one of the parties does when all have come to a {@link SharedBarrier}; it travels with the handle. */
@FunctionalInterface
public interface BarrierAction extends Runnable, Serializable {}
