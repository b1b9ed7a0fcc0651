package io.tandem.pool;

import java.io.Serializable;

/** A {@link PoolFunction} of two arguments, for {@link ProcessPool#starmap}. */
@FunctionalInterface
public interface PoolBiFunction<A, B, R> extends Serializable {
    R apply(A first, B second) throws Exception;
}
