package io.tandem.sync;

import io.tandem.file.SharedFile;

/**
 * Which thread of this JVM holds a lock; one per file and JVM. Plain fields, written by the holder between taking and
 * freeing the word. A thread that finds itself here is the holder, for it alone writes its own name and wipes it before
 * the word is freed; what it finds of others may be old.
 */
final class LockEngine implements SharedFile.Engine {
    Thread holder;
    /** The handle it locked through; of no meaning while there is no holder. */
    LockAccess through;
    /** Whether the word says so; for the holder, who alone changes that. */
    boolean dirty;
    /** How deep a reentrant lock is held; 1 while nobody holds it, too. */
    int levels = 1;

    boolean isMine() {
        return holder == Thread.currentThread();
    }

    void taken(LockAccess handle, boolean afterDeath) {
        if (dirty != afterDeath) {
            dirty = afterDeath;
        }
        if (through != handle) {
            through = handle;
        }
        holder = Thread.currentThread();
    }

    void wipe() {
        if (levels != 1) {
            levels = 1;
        }
        holder = null;
    }

    /**
     * Frees a word that is held by a thread of this JVM that ended. What a thread did is seen once it is seen to have
     * ended: so if it is still the holder then, it never freed the word, and nobody else can; the lock of this object
     * keeps others from doing the same.
     */
    synchronized boolean buryThread(LockWord word) {
        Thread found = holder;
        if (found == null || found.isAlive() || holder != found || !word.isMine(word.get())) {
            return false;
        }
        wipe();
        return word.bury(word.get());
    }

    /** Gives up what is held through a handle that was closed; the same word may be held through another one. */
    synchronized boolean abandon(LockAccess handle, LockWord word) {
        if (holder == null || through != handle || !word.isMine(word.get())) {
            return false;
        }
        wipe();
        return word.bury(word.get());
    }

    @Override
    public void lastReleased() {}
}
