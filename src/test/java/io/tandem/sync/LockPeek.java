package io.tandem.sync;

/** Looks into a lock. */
final class LockPeek {
    private LockPeek() {}

    static WaitingLine line(RobustLock lock) {
        return lock.line;
    }

    static LockEngine engine(RobustLock lock) {
        return lock.local;
    }

    static long holds(RobustLock lock) {
        return lock.word.holds();
    }

    static ConditionTable table(SharedCondition condition) {
        try {
            var field = SharedCondition.class.getDeclaredField("table");
            field.setAccessible(true);
            return (ConditionTable) field.get(condition);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
