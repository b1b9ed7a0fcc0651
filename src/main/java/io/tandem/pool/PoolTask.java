package io.tandem.pool;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A {@link Callable} that can travel to a worker. A lambda given to {@link ProcessPool#submit(PoolTask)} becomes one; a
 * {@code Callable} made elsewhere does if it is cast when it is made: {@code (Callable<T> & Serializable) () -> ...}.
 */
@FunctionalInterface
public interface PoolTask<R> extends Callable<R>, Serializable {}
