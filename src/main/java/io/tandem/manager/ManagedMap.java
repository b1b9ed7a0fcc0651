package io.tandem.manager;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map that lives in a {@link Manager}: a {@link ConcurrentMap} in order of insertion, in which nulls are keys and values as
 * in {@code HashMap}. Each method is atomic, the default ones of {@code Map} included, and so are {@link #putAll} and
 * {@link #getAll}.
 *
 * <p>Any thread of any process may call anything. A call waits for the server, which never waits long unless a function does;
 * it cannot be interrupted. Functions that are serializable, as lambdas given here are, run in the server, once; others,
 * given through {@code Map}, run here, again if somebody changed the entry meanwhile. A function may call other managed
 * objects, not change this one.
 *
 * <p>Values are copies, and collections among them read only: a change throws instead of being lost. Managed objects stored
 * here are references: what is done to them everybody sees; here one is found by identity. Iterators, {@code forEach} and
 * views go over a snapshot, fetched in chunks; their removals reach the map. Equal by value to other maps. A process
 * that is killed has made its call or not. When the server ends, every call throws {@link ManagerDiedException}.
 *
 * <p>Cost: about a microsecond and a message each way per call. Python: {@code Manager().dict()}.
 */
public interface ManagedMap<K, V> extends ConcurrentMap<K, V>, AutoCloseable {
    /** Those of these keys that are there, with their values, all at one moment. */
    Map<K, V> getAll(Collection<? extends K> keys);

    V compute(K key, Shipped.BiFunction<? super K, ? super V, ? extends V> function);

    V computeIfAbsent(K key, Shipped.Function<? super K, ? extends V> function);

    V computeIfPresent(K key, Shipped.BiFunction<? super K, ? super V, ? extends V> function);

    V merge(K key, V value, Shipped.BiFunction<? super V, ? super V, ? extends V> function);

    void replaceAll(Shipped.BiFunction<? super K, ? super V, ? extends V> function);

    @Override
    V compute(K key, BiFunction<? super K, ? super V, ? extends V> function);

    @Override
    V computeIfAbsent(K key, Function<? super K, ? extends V> function);

    @Override
    V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> function);

    @Override
    V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> function);

    @Override
    void replaceAll(BiFunction<? super K, ? super V, ? extends V> function);

    /** A copy of all that is there at one moment. */
    Map<K, V> snapshot();

    /** Gives this proxy up; the map is dropped when nobody has one, and it is neither named nor stored anywhere. */
    @Override
    void close();
}
