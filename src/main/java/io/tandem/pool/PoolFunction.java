package io.tandem.pool;

import java.io.Serializable;

/**
 * What a pool's workers do to each argument: usually a lambda or a method reference. It travels by Java serialization, so
 * what it captures must be serializable; shared things arrive attached. Serialized once: what changes in it later stays here.
 */
@FunctionalInterface
public interface PoolFunction<A, R> extends Serializable {
    R apply(A argument) throws Exception;
}
