package io.tandem.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;

/** An object of the user's behind a registered interface. Its methods are not locked: it is as thread-safe as it is. */
final class UserServant extends Servant {
    private final Interfaces.Type type;
    private final Object object;

    UserServant(Servants home, long id, Interfaces.Type type, Object object) {
        super(home, id, Sort.USER);
        this.type = type;
        this.object = object;
    }

    @Override
    public int type() {
        return type.number;
    }

    @Override
    boolean locks(int method) {
        return method == COMPUTE;
    }

    @Override
    boolean mayBlock(int method) {
        return true;
    }

    @Override
    Object subject() {
        return object;
    }

    @Override
    Object invoke(int number, Object[] arguments) throws Throwable {
        return switch (number) {
            case Interfaces.TO_STRING -> object.toString();
            case Interfaces.HASH_CODE -> object.hashCode();
            case Interfaces.EQUALS -> object.equals(arguments[0]);
            default -> invoke(type.methods.get(number - Interfaces.FIRST), arguments);
        };
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Packed.open(arguments[i], home.side());
        }
        try {
            return result(method, method.invoke(object, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A registered interface or an iterator stays here and is called from there. */
    private Object result(Method method, Object result) {
        if (result == null || Remote.of(result) != null) {
            return result;
        }
        int registered = home.interfaces().find(method.getReturnType());
        if (registered > 0) {
            return home.wrap(result, registered).self();
        }
        return result instanceof Iterator<?> iterator
                ? home.add(id -> new CursorServant(home, id, iterator)).self()
                : result;
    }
}
