package io.tandem.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What a class says of its data: the fields that hold it, and the classes that a declaration names. */
final class Declared {
    private Declared() {}

    /** The fields of this class alone, without static and transient ones, in an order that does not depend on the JVM. */
    static Collection<Field> fields(Class<?> type) {
        TreeMap<String, Field> fields = new TreeMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                fields.put(field.getName(), field);
            }
        }
        return fields.values();
    }

    /** The class itself and those of its type arguments and bounds, and so on down. */
    static List<Class<?>> classes(Type declared) {
        List<Class<?>> found = new ArrayList<>();
        collect(declared, found);
        return found;
    }

    private static void collect(Type declared, List<Class<?>> found) {
        if (declared instanceof Class<?> known) {
            found.add(known);
        } else if (declared instanceof ParameterizedType generic) {
            collect(generic.getRawType(), found);
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, found);
            }
        } else if (declared instanceof WildcardType wildcard) {
            for (Type bound : wildcard.getUpperBounds()) {
                collect(bound, found);
            }
        } else if (declared instanceof GenericArrayType array) {
            collect(array.getGenericComponentType(), found);
        }
    }
}
