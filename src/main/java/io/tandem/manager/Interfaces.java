package io.tandem.manager;

import io.tandem.codec.DecodeException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registered interfaces, in order; their methods have numbers that depend on nothing but their names. */
final class Interfaces {
    /** Methods of Object that are called on the server. */
    static final int TO_STRING = 0;

    static final int HASH_CODE = 1;
    static final int EQUALS = 2;
    static final int FIRST = 3;

    private final List<Type> types = new ArrayList<>();
    private final Map<Class<?>, Shipped.Supplier<?>> suppliers;

    /** One of them. */
    static final class Type {
        final int number;
        final Class<?> type;
        final List<Method> methods;
        private final Map<Method, Integer> numbers = new HashMap<>();

        Type(int number, Class<?> type) {
            this.number = number;
            this.type = type;
            List<Method> all = new ArrayList<>(List.of(type.getMethods()));
            all.removeIf(method -> Modifier.isStatic(method.getModifiers()));
            all.sort(Comparator.comparing(Method::toString));
            this.methods = List.copyOf(all);
            for (int i = 0; i < methods.size(); i++) {
                methods.get(i).trySetAccessible();
                numbers.put(methods.get(i), FIRST + i);
            }
        }

        int number(Method method) {
            return numbers.get(method);
        }

        /** Differs between versions of the interface that would misunderstand each other. */
        String fingerprint() {
            return type.getName() + "#" + Integer.toHexString(methods.toString().hashCode());
        }
    }

    Interfaces(Iterable<Class<?>> interfaces, Map<Class<?>, Shipped.Supplier<?>> suppliers) {
        for (Class<?> each : interfaces) {
            types.add(new Type(types.size() + 1, each));
        }
        this.suppliers = suppliers;
    }

    List<String> fingerprints() {
        return types.stream().map(Type::fingerprint).toList();
    }

    Type get(int number) {
        if (number < 1 || number > types.size()) {
            throw new DecodeException("interface " + number + " of " + types.size(), null);
        }
        return types.get(number - 1);
    }

    /** The number of a registered interface; 0 if it is none. */
    int find(Class<?> type) {
        for (Type each : types) {
            if (each.type == type) {
                return each.number;
            }
        }
        return 0;
    }

    int require(Class<?> type) {
        int number = find(type);
        if (number == 0) {
            throw new IllegalArgumentException(
                    type.getName() + " is not registered: ManagerOptions.DEFAULT.register(" + type.getSimpleName()
                            + ".class, () -> ...) before the manager starts; registered are " + fingerprints());
        }
        return number;
    }

    Object make(int number) {
        Class<?> type = get(number).type;
        Object made = suppliers.get(type).get();
        return type.cast(
                java.util.Objects.requireNonNull(made, () -> "the supplier of " + type.getName() + " gave null"));
    }
}
