package io.tandem.process;

import io.tandem.owner.ByPath;
import io.tandem.owner.SharedObject;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A task, written field by field: a lambda that captures nothing but numbers, texts and shared things that need only their
 * path. Most tasks are that, and a child that reads one starts without Java serialization, which would take it 10 to 20 ms
 * to load. Everything else is left to that, and so is the question what is wrong with a task.
 *
 * <pre>
 *   class and nine fields of SerializedLambda | number of captured values | for each: tag, value
 * </pre>
 */
final class PlainTask {
    private static final int NULL = 0;
    private static final int BOOLEAN = 1;
    private static final int INT = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;
    private static final int TEXT = 5;
    private static final int SHARED = 6;
    /** A longer one does not fit {@code writeUTF}. */
    private static final int LONGEST_TEXT = 20_000;

    private PlainTask() {}

    /** Null if the task is not plain. */
    static SerializedLambda of(ProcessTask task) {
        if (task == null
                || !task.getClass().isHidden()
                || task.getClass().getModule().isNamed()) {
            return null;
        }
        try {
            Method replace = task.getClass().getDeclaredMethod("writeReplace");
            replace.setAccessible(true);
            SerializedLambda lambda = (SerializedLambda) replace.invoke(task);
            for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
                if (!isPlain(lambda.getCapturedArg(i)) || isAgain(lambda, i)) {
                    return null;
                }
            }
            return lambda;
        } catch (ReflectiveOperationException | RuntimeException noLambda) {
            return null;
        }
    }

    private static boolean isPlain(Object value) {
        return value == null
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof String text && text.length() <= LONGEST_TEXT
                || value instanceof SharedObject object && ByPath.ifPlain(object) != null;
    }

    /** One handle captured twice is to arrive as one. */
    private static boolean isAgain(SerializedLambda lambda, int last) {
        Object value = lambda.getCapturedArg(last);
        for (int i = 0; i < last && value instanceof SharedObject; i++) {
            if (lambda.getCapturedArg(i) == value) {
                return true;
            }
        }
        return false;
    }

    static void write(SerializedLambda lambda, DataOutput out) throws IOException {
        out.writeUTF(lambda.getCapturingClass());
        out.writeUTF(lambda.getFunctionalInterfaceClass());
        out.writeUTF(lambda.getFunctionalInterfaceMethodName());
        out.writeUTF(lambda.getFunctionalInterfaceMethodSignature());
        out.writeInt(lambda.getImplMethodKind());
        out.writeUTF(lambda.getImplClass());
        out.writeUTF(lambda.getImplMethodName());
        out.writeUTF(lambda.getImplMethodSignature());
        out.writeUTF(lambda.getInstantiatedMethodType());
        out.writeInt(lambda.getCapturedArgCount());
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            writeValue(lambda.getCapturedArg(i), out);
        }
    }

    private static void writeValue(Object value, DataOutput out) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof Boolean flag) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(flag);
        } else if (value instanceof Integer number) {
            out.writeByte(INT);
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            out.writeUTF(text);
        } else {
            out.writeByte(SHARED);
            ByPath.ifPlain((SharedObject) value).write(out);
        }
    }

    /** The class a written lambda comes from; not initialized. */
    static Class<?> capturing(DataInput in) throws IOException, ClassNotFoundException {
        return Class.forName(in.readUTF().replace('/', '.'), false, PlainTask.class.getClassLoader());
    }

    static ProcessTask read(DataInput in) throws IOException, ClassNotFoundException {
        Class<?> capturing = capturing(in);
        String interfaceClass = in.readUTF();
        String interfaceMethod = in.readUTF();
        String interfaceSignature = in.readUTF();
        int kind = in.readInt();
        String implClass = in.readUTF();
        String implMethod = in.readUTF();
        String implSignature = in.readUTF();
        String instantiated = in.readUTF();
        Object[] captured = new Object[in.readInt()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = readValue(in, capturing.getClassLoader());
        }
        return restore(
                capturing,
                new SerializedLambda(
                        capturing,
                        interfaceClass,
                        interfaceMethod,
                        interfaceSignature,
                        kind,
                        implClass,
                        implMethod,
                        implSignature,
                        instantiated,
                        captured));
    }

    private static Object readValue(DataInput in, ClassLoader loader) throws IOException, ClassNotFoundException {
        int tag = in.readByte();
        return switch (tag) {
            case NULL -> null;
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case TEXT -> in.readUTF();
            case SHARED -> ByPath.read(in, loader);
            default -> throw new InvalidObjectException("a captured value of the unknown kind " + tag);
        };
    }

    /** By its body alone if that will do, else as {@code SerializedLambda.readResolve} does it. */
    private static ProcessTask restore(Class<?> capturing, SerializedLambda lambda) throws InvalidObjectException {
        try {
            BodyTask body = BodyTask.of(capturing, lambda);
            if (body != null) {
                return body;
            }
            Method restore = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            restore.setAccessible(true);
            return (ProcessTask) restore.invoke(null, lambda);
        } catch (InvocationTargetException e) {
            throw thrown(e.getCause(), lambda);
        } catch (ReflectiveOperationException e) {
            throw thrown(e, lambda);
        }
    }

    private static InvalidObjectException thrown(Throwable cause, SerializedLambda lambda) {
        if (cause instanceof Error error) {
            throw error;
        }
        InvalidObjectException refusal = new InvalidObjectException("cannot restore " + lambda);
        refusal.initCause(cause);
        return refusal;
    }
}
