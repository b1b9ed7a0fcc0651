package io.tandem.pool;

import java.io.Serializable;

/** A {@link Runnable} that can travel to a worker, as {@link PoolTask}. */
@FunctionalInterface
public interface PoolRunnable extends Runnable, Serializable {}
