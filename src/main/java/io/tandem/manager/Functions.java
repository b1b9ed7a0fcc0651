package io.tandem.manager;

import io.tandem.codec.EncodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How functions get to the server: serialized, in a private file. One without any state, as a lambda that captures nothing,
 * is sent once per connection and then named by a number; another one each time, for it may have changed.
 */
final class Functions {
    private final Link link;
    private final Map<Class<?>, Long> known = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Functions(Link link) {
        this.link = link;
    }

    Values.Shipment ship(Object function) {
        Long number = known.get(function.getClass());
        if (number != null) {
            return new Values.Shipment(number, null);
        }
        byte[] bytes = serialize(function);
        String file = link.messages().write(bytes, bytes.length);
        if (!isStateless(function.getClass())) {
            return new Values.Shipment(0, file);
        }
        long next = numbers.incrementAndGet();
        link.root(RootServant.KEEP_FUNCTION, new Values.Shipment(next, file));
        known.put(function.getClass(), next);
        return new Values.Shipment(next, null);
    }

    private static boolean isStateless(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean travels(Object function) {
        return function == null || function instanceof Serializable;
    }

    private static byte[] serialize(Object function) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(function);
            return bytes.toByteArray();
        } catch (NotSerializableException e) {
            throw new EncodeException(
                    "the function captures an object of " + e.getMessage() + ", which is not java.io.Serializable. A"
                            + " lambda that uses a field or method of the surrounding object captures that whole"
                            + " object: copy the field to a local variable, or let the class implement Serializable",
                    e);
        } catch (IOException e) {
            throw new EncodeException("the function cannot be serialized: " + e, e);
        }
    }
}
