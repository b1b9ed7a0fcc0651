package io.tandem.value;

import io.tandem.owner.SharedObject;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.BaseStream;

/** One face for the five array classes, by reflection; numbers travel as {@code long} and fit every element type. */
final class AnyArray implements AutoCloseable {
    enum Type {
        BYTE(byte.class, SharedByteArray.class),
        INT(int.class, SharedIntArray.class),
        LONG(long.class, SharedLongArray.class),
        FLOAT(float.class, SharedFloatArray.class),
        DOUBLE(double.class, SharedDoubleArray.class);

        final Class<?> element;
        final Class<? extends SharedObject> shared;

        Type(Class<?> element, Class<? extends SharedObject> shared) {
            this.element = element;
            this.shared = shared;
        }

        boolean isInteger() {
            return ordinal() <= LONG.ordinal();
        }

        Object box(long number) {
            return switch (this) {
                case BYTE -> (byte) number;
                case INT -> (int) number;
                case LONG -> number;
                case FLOAT -> (float) number;
                case DOUBLE -> (double) number;
            };
        }

        /** A Java array of this element type. */
        Object array(long... numbers) {
            Object array = Array.newInstance(element, numbers.length);
            for (int i = 0; i < numbers.length; i++) {
                Array.set(array, i, box(numbers[i]));
            }
            return array;
        }

        AnyArray create(Path path, long length) {
            return new AnyArray(this, call(shared, null, "create", path, length));
        }

        AnyArray createOf(Path path, long... numbers) {
            return new AnyArray(this, call(shared, null, "create", path, array(numbers)));
        }

        AnyArray attach(Path path) {
            return new AnyArray(this, call(shared, null, "attach", path));
        }
    }

    private final Type type;
    private final SharedObject array;

    private AnyArray(Type type, Object array) {
        this.type = type;
        this.array = (SharedObject) array;
    }

    /** Calls the method of this name that takes such arguments; numbers become what it asks for. */
    Object call(String name, Object... arguments) {
        return call(type.shared, array, name, arguments);
    }

    long number(String name, Object... arguments) {
        return ((Number) call(name, arguments)).longValue();
    }

    long[] toArray() {
        return numbers(call("toArray"));
    }

    long[] stream() {
        List<Long> numbers = new ArrayList<>();
        ((BaseStream<?, ?>) call("stream")).iterator().forEachRemaining(n -> numbers.add(((Number) n).longValue()));
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    static long[] numbers(Object javaArray) {
        long[] numbers = new long[Array.getLength(javaArray)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) Array.get(javaArray, i)).longValue();
        }
        return numbers;
    }

    @Override
    public void close() {
        array.close();
    }

    private static Object call(Class<?> owner, Object target, String name, Object... arguments) {
        for (Method method : owner.getDeclaredMethods()) {
            Object[] fitting = method.getName().equals(name) ? fit(method.getParameterTypes(), arguments) : null;
            if (fitting != null) {
                try {
                    return method.invoke(target, fitting);
                } catch (InvocationTargetException e) {
                    throw (RuntimeException) e.getCause();
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError(owner + " has no " + name + " for " + Arrays.toString(arguments));
    }

    /** The arguments as these parameters, or null if one of them does not fit. */
    private static Object[] fit(Class<?>[] parameters, Object[] arguments) {
        if (parameters.length != arguments.length) {
            return null;
        }
        Object[] fitting = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            fitting[i] = fit(parameters[i], arguments[i]);
            if (fitting[i] == null) {
                return null;
            }
        }
        return fitting;
    }

    private static Object fit(Class<?> parameter, Object argument) {
        for (Type each : Type.values()) {
            if (parameter == each.element && argument instanceof Number number) {
                return each.box(number.longValue());
            }
        }
        if (argument instanceof LongUnaryOperator f) {
            return unary(parameter, f);
        }
        if (argument instanceof LongBinaryOperator f) {
            return binary(parameter, f);
        }
        return parameter.isInstance(argument) ? argument : null;
    }

    private static Object unary(Class<?> parameter, LongUnaryOperator f) {
        if (parameter == IntUnaryOperator.class) {
            return (IntUnaryOperator) v -> (int) f.applyAsLong(v);
        }
        return parameter == DoubleUnaryOperator.class ? (DoubleUnaryOperator) v -> f.applyAsLong((long) v) : f;
    }

    private static Object binary(Class<?> parameter, LongBinaryOperator f) {
        if (parameter == IntBinaryOperator.class) {
            return (IntBinaryOperator) (v, o) -> (int) f.applyAsLong(v, o);
        }
        return parameter == DoubleBinaryOperator.class
                ? (DoubleBinaryOperator) (v, o) -> f.applyAsLong((long) v, (long) o)
                : f;
    }
}
