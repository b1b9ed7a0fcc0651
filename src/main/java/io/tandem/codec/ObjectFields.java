package io.tandem.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Records by their components and constructor; other objects by their fields, without a constructor, transient ones zero,
 * as in Java serialization. By reflection and not by {@code Unsafe}: a value of a wrong type is noticed. Any thread.
 */
final class ObjectFields extends Serializer<Object> {
    private final Class<?> type;
    private final List<Field> fields = new ArrayList<>();
    private final Constructor<?> constructor;

    ObjectFields(Class<?> type) {
        this.type = type;
        try {
            constructor = type.isRecord() ? addComponents() : null;
            if (!type.isRecord()) {
                addFields(type);
            }
            Field.setAccessible(fields.toArray(new Field[0]), true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new EncodeException(
                    "cannot get at the fields of " + type.getName() + "; its module must open " + type.getPackageName()
                            + " to io.tandem: " + e,
                    e);
        }
    }

    private Constructor<?> addComponents() throws ReflectiveOperationException {
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            types.add(component.getType());
            fields.add(type.getDeclaredField(component.getName()));
        }
        Constructor<?> found = type.getDeclaredConstructor(types.toArray(new Class<?>[0]));
        found.setAccessible(true);
        return found;
    }

    private void addFields(Class<?> each) {
        if (each != Object.class) {
            addFields(each.getSuperclass());
            fields.addAll(Declared.fields(each));
        }
    }

    List<Field> all() {
        return fields;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        for (Field field : fields) {
            Object value;
            try {
                value = field.get(object);
            } catch (IllegalAccessException e) {
                throw new KryoException(e);
            }
            if (field.getType().isPrimitive()) {
                kryo.writeObject(output, value);
            } else {
                kryo.writeClassAndObject(output, value);
            }
        }
    }

    private static Object readField(Kryo kryo, Input input, Class<?> kind) {
        return kind.isPrimitive() ? kryo.readObject(input, kind) : kryo.readClassAndObject(input);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        try {
            if (constructor == null) {
                Object object = kryo.newInstance(type);
                for (Field field : fields) {
                    field.set(object, readField(kryo, input, field.getType()));
                }
                return object;
            }
            Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = readField(kryo, input, fields.get(i).getType());
            }
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new KryoException("the constructor of " + type.getName() + " threw " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new KryoException(e);
        }
    }
}
