/**
 * A pool of JVMs that run tasks. In reading order:
 *
 * <ul>
 *   <li>{@link io.tandem.pool.ProcessPool}, {@link io.tandem.pool.PoolOptions}, {@link io.tandem.pool.AsyncResult},
 *       {@link io.tandem.pool.PoolIterator}, {@link io.tandem.pool.Progress}: what users see
 *   <li>{@link io.tandem.pool.PoolLayout}, {@link io.tandem.pool.PoolFile}, {@link io.tandem.pool.Board}: what is shared
 *   <li>{@link io.tandem.pool.TaskMessage}, {@link io.tandem.pool.Answer}, {@link io.tandem.pool.Values},
 *       {@link io.tandem.pool.Packet}: the messages
 *   <li>{@link io.tandem.pool.Client}, {@link io.tandem.pool.ClientThread}, {@link io.tandem.pool.Call},
 *       {@link io.tandem.pool.Limits}, {@link io.tandem.pool.Functions}: who submits
 *   <li>{@link io.tandem.pool.Worker}, {@link io.tandem.pool.Runner}, {@link io.tandem.pool.WorkerControl}: who runs
 *   <li>{@link io.tandem.pool.Keeper}: who made the pool
 * </ul>
 */
package io.tandem.pool;
