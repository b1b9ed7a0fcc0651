package io.tandem.process;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A task that was a lambda, without the lambda: its body, a static method of the class that wrote it, and what it captured.
 * Making the lambda again would take a JVM that has not made it before up to two milliseconds.
 */
final class BodyTask implements ProcessTask {
    private static final String INTERFACE = ProcessTask.class.getName().replace('.', '/');

    private final Method body;
    private final Object[] captured;

    private BodyTask(Method body, Object[] captured) {
        this.body = body;
        this.captured = captured;
    }

    /** Null if the lambda is more than such a body, as one of an interface below {@link ProcessTask} may be. */
    static BodyTask of(Class<?> capturing, SerializedLambda lambda) throws ReflectiveOperationException {
        if (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                || !lambda.getFunctionalInterfaceClass().equals(INTERFACE)
                || !lambda.getImplClass().equals(lambda.getCapturingClass())) {
            return null;
        }
        Class.forName(
                capturing.getName(),
                true,
                capturing.getClassLoader()); // its initializer belongs to the loading of the task
        Method body = only(capturing, lambda.getImplMethodName());
        if (body == null) {
            return null;
        }
        body.setAccessible(true);
        Object[] captured = new Object[lambda.getCapturedArgCount()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = lambda.getCapturedArg(i);
        }
        return new BodyTask(body, captured);
    }

    /** Null if there are several of that name. A search by method type would have to be linked first. */
    private static Method only(Class<?> type, String name) {
        Method found = null;
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                if (found != null) {
                    return null;
                }
                found = method;
            }
        }
        return found;
    }

    @Override
    public void run() throws Exception {
        try {
            body.invoke(null, captured);
        } catch (InvocationTargetException e) {
            BodyTask.<Exception>rethrow(e.getCause());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
