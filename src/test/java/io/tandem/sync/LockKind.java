package io.tandem.sync;

import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Each kind of lock, for what all of them promise. */
enum LockKind {
    LOCK(SharedLock::create, SharedLock::attach, LockOptions.DEFAULT),
    FAIR(SharedLock::create, SharedLock::attach, LockOptions.DEFAULT.fair()),
    STRICT(SharedLock::create, SharedLock::attach, LockOptions.DEFAULT.strict()),
    REENTRANT(SharedReentrantLock::create, SharedReentrantLock::attach, LockOptions.DEFAULT),
    FAIR_REENTRANT(SharedReentrantLock::create, SharedReentrantLock::attach, LockOptions.DEFAULT.fair());

    private final BiFunction<Path, LockOptions, RobustLock> create;
    private final Function<Path, RobustLock> attach;
    final LockOptions options;

    LockKind(BiFunction<Path, LockOptions, RobustLock> create, Function<Path, RobustLock> attach, LockOptions options) {
        this.create = create;
        this.attach = attach;
        this.options = options;
    }

    RobustLock create(Path path) {
        return create.apply(path, options);
    }

    RobustLock attach(Path path) {
        return attach.apply(path);
    }

    boolean isReentrant() {
        return name().endsWith("REENTRANT");
    }

    /** Whatever lies there. */
    static RobustLock find(String path) {
        try {
            return SharedLock.attach(Path.of(path));
        } catch (io.tandem.file.SharedFileException other) {
            return SharedReentrantLock.attach(Path.of(path));
        }
    }
}
