package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import io.tandem.Tandem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Guava's own suites. Left out: FAILS_FAST_ON_CONCURRENT_MODIFICATION (iterators go over snapshots), SERIALIZABLE (a copy is the
 * same object), and nothing else.
 */
class ManagedCollectionsTest {
    private static Tandem tandem;
    private static Manager manager;

    @BeforeAll
    static void start() {
        tandem = Tandem.open();
        manager = tandem.newManager();
    }

    @AfterAll
    static void stop() {
        manager.close();
        tandem.close();
    }

    private static void passes(TestSuite suite, int atLeast) {
        Suite run = new Suite(suite);
        assertEquals("", String.join("\n", run.failures()));
        assertTrue(run.count() >= atLeast, "only " + run.count() + " tests were found");
    }

    @Test
    void dict() {
        TestSuite suite = ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Entry<String, String>[] entries) {
                        Map<String, String> map = manager.dict();
                        for (Entry<String, String> entry : entries) {
                            map.put(entry.getKey(), entry.getValue());
                        }
                        return map;
                    }
                })
                .named("dict")
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE,
                        MapFeature.ALLOWS_NULL_KEYS,
                        MapFeature.ALLOWS_NULL_VALUES,
                        MapFeature.ALLOWS_ANY_NULL_QUERIES,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        CollectionSize.ANY)
                .createTestSuite();
        passes(suite, 400);
    }

    @Test
    void list() {
        TestSuite suite = ListTestSuiteBuilder.using(new TestStringListGenerator() {
                    @Override
                    protected List<String> create(String[] elements) {
                        List<String> list = manager.list();
                        list.addAll(Arrays.asList(elements));
                        return list;
                    }
                })
                .named("list")
                .withFeatures(ListFeature.GENERAL_PURPOSE, CollectionFeature.ALLOWS_NULL_VALUES, CollectionSize.ANY)
                .createTestSuite();
        passes(suite, 400);
    }

    @Test
    void set() {
        TestSuite suite = SetTestSuiteBuilder.using(new TestStringSetGenerator() {
                    @Override
                    protected Set<String> create(String[] elements) {
                        Set<String> set = manager.set();
                        set.addAll(Arrays.asList(elements));
                        return set;
                    }
                })
                .named("set")
                .withFeatures(
                        CollectionFeature.GENERAL_PURPOSE,
                        CollectionFeature.ALLOWS_NULL_VALUES,
                        CollectionFeature.KNOWN_ORDER,
                        CollectionSize.ANY)
                .createTestSuite();
        passes(suite, 250);
    }
}
