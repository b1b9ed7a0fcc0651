package io.tandem.pool;

import java.io.Serializable;

/** What each worker does once, before its first task. If it throws, the pool is broken. */
@FunctionalInterface
public interface PoolInitializer extends Serializable {
    void run() throws Exception;
}
