package io.tandem.sync;

/** Looks into a lock. */
final class LockPeek {
    private LockPeek() {}

    private static Object field(RobustLock lock, String name) {
        return field(RobustLock.class, lock, name);
    }

    private static Object field(Class<?> type, Object object, String name) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static WaitingLine line(RobustLock lock) {
        return (WaitingLine) field(lock, "line");
    }

    static LockEngine engine(RobustLock lock) {
        return (LockEngine) field(lock, "local");
    }

    static long holds(RobustLock lock) {
        return ((LockWord) field(lock, "word")).holds();
    }

    static ConditionTable table(SharedCondition condition) {
        return (ConditionTable) field(SharedCondition.class, condition, "table");
    }
}
