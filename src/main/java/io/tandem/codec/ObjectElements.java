package io.tandem.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collections, arrays of references and maps (keys and values in turn): how many, then each. Nothing is allocated for what
 * was not yet read, and each takes a byte at least: a damaged length costs no memory. Interfaces become unmodifiable ones.
 */
final class ObjectElements extends Serializer<Object> {
    private final Class<?> type;

    ObjectElements(Class<?> type) {
        this.type = type;
    }

    static boolean fit(Class<?> type) {
        return Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || Object[].class.isAssignableFrom(type);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        if (object instanceof TreeSet<?> set && set.comparator() != null
                || object instanceof TreeMap<?, ?> map && map.comparator() != null) {
            throw new EncodeException(
                    "the comparator of a " + object.getClass().getName() + " does not travel; sort at the other end",
                    null);
        }
        Object[] all = elements(object);
        output.writeVarInt(all.length, true);
        for (Object each : all) {
            kryo.writeClassAndObject(output, each);
        }
    }

    private static Object[] elements(Object object) {
        if (object instanceof Map<?, ?> map) {
            List<Object> all = new ArrayList<>();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                Collections.addAll(all, each.getKey(), each.getValue());
            }
            return all.toArray();
        }
        return object instanceof Collection<?> collection ? collection.toArray() : (Object[]) object;
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        List<Object> all = new ArrayList<>();
        for (int i = input.readVarInt(true); i > 0; i--) {
            all.add(kryo.readClassAndObject(input));
        }
        if (type == ArrayList.class) {
            return all;
        } else if (type == List.class) {
            return Collections.unmodifiableList(all);
        } else if (type == Set.class) {
            return Collections.unmodifiableSet(new LinkedHashSet<>(all));
        } else if (type == Map.class) {
            return Collections.unmodifiableMap(filled(new LinkedHashMap<>(), all));
        } else if (type.isArray()) {
            return all.toArray((Object[]) Array.newInstance(type.getComponentType(), 0));
        }
        return filled(all);
    }

    private static Map<Object, Object> filled(Map<Object, Object> map, List<Object> all) {
        for (int i = 0; i < all.size(); i += 2) {
            map.put(all.get(i), all.get(i + 1));
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private Object filled(List<Object> all) {
        Object fresh;
        try {
            fresh = type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new KryoException(e);
        }
        if (fresh instanceof Map<?, ?> map) {
            return filled((Map<Object, Object>) map, all);
        }
        ((Collection<Object>) fresh).addAll(all);
        return fresh;
    }
}
