package io.tandem.value;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which methods of a class of {@code java.util.concurrent.atomic} a shared one lacks, by name. */
final class Siblings {
    /** Orderings weaker than the default of compare-and-set, the conversions of Number, and old names. */
    private static final Set<String> LEFT_OUT = Set.of("lazySet", "weakCompareAndSet", "length");

    private Siblings() {}

    static List<String> missing(Class<?> atomic, Class<?> shared) {
        Set<String> there = names(shared).collect(Collectors.toSet());
        return names(atomic)
                .filter(name -> !there.contains(name) && !LEFT_OUT.contains(name))
                .filter(name -> !name.startsWith("weakCompareAndSet") && !name.endsWith("Value"))
                .filter(name -> !name.matches("compareAndExchange(Acquire|Release)"))
                .sorted()
                .toList();
    }

    private static Stream<String> names(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("toString"))
                .distinct();
    }
}
