package io.tandem.pool;

import static io.tandem.file.FileLayout.BODY_AT;
import static io.tandem.file.FileLayout.HOT;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import io.tandem.file.Mapping;
import io.tandem.file.Memory;
import io.tandem.wait.Waiter;

/**
 * A pool: its state, its workers, the JVMs that give it tasks (clients), and for each of these a board, on which every task
 * that waits or runs has a word. Offsets from the body; W is the header's count, the number of workers. The tasks themselves
 * are messages of the queue {@code name~tasks}, the answers those of {@code name~results~client}.
 *
 * <pre>
 *    0 +--------------------------------------------------------+
 *      |    0  state     int   0 open, 1 shut down, 2 stopped,  |
 *      |                       3 ended                          |
 *      |    8  owner     long  who made it, participant id      |
 *      |   16  grace     long  nanoseconds                      |
 *      |   24  timeout   long  of a task, nanoseconds; 0: none  |
 *      |   32  retries   int                                    |
 *      |   36  broken    int   1: no worker can start           |
 *  128 +--------------------------------------------------------+
 *      |  128  tasks     int   bell: a task came, state changed |
 *  256 +--------------------------------------------------------+
 *      |  256  keeper    int   bell: the owner is to look       |
 *  384 +--------------------------------------------------------+
 *      | worker 0, 128 bytes:  0  life   int   0 starting,      |
 *      |                          1 ready, 2 leaving            |
 *      |                       4  bell   int   control          |
 *      |                       8  pid    long                   |
 *      | worker 1 ...                                           |
 *  C = 384 + 128 W --------------------------------------------+
 *      | client 0, 256 bytes:  0  owner  long  owned word       |
 *      |                       8  open   long  tasks not over   |
 *      |                     128  bell   int   results came     |
 *      | client 1 ... 63                                        |
 *  C + 16384 --------------------------------------------------+
 *      | board of client 0: 1024 words                          |
 *      | word: long  generation:32 | worker:16 | state:16       |
 *      | board of client 1 ...                                  |
 *      +--------------------------------------------------------+
 * </pre>
 *
 * A word: FREE -> QUEUED (client) -> RUNNING w (worker w) -> FREE (worker w); QUEUED -> FREE (client, cancelled);
 * RUNNING -> INTERRUPTED -> KILLED (client), and from these three -> FREE (owner, after the death of w). Each time it is
 * queued its generation grows by one; not while it is KILLED. A client that leaves writes to its owned word that it is dead,
 * so that only the pool's owner frees it.
 *
 * <pre>
 *  field          written by              read by          ordering
 *  state          everybody, growing      everybody        CAS / acquire
 *  owner..retries the creator             everybody        before publication
 *  broken         the owner, once         everybody        release / acquire
 *  life, pid      the worker; the owner   owner, people    release / acquire
 *                 before its start
 *  client owner   the client; the pool's  everybody        see OwnedWord
 *                 owner after its end
 *  open           the client              the owner        atomic add / volatile
 *  words          see above               the same         release (to QUEUED), CAS / acquire
 *  bells          see Bell
 * </pre>
 */
final class PoolLayout {
    static final int MOST_WORKERS = 1024;
    static final int CLIENTS = 64;
    /** Tasks of one client that wait or run; what is more waits in that client's memory. */
    static final int SLOTS = 1024;

    static final int STATE_AT = 0;
    static final int OWNER_AT = Long.BYTES;
    static final int GRACE_AT = OWNER_AT + Long.BYTES;
    static final int TIMEOUT_AT = GRACE_AT + Long.BYTES;
    static final int RETRIES_AT = TIMEOUT_AT + Long.BYTES;
    static final int BROKEN_AT = RETRIES_AT + Integer.BYTES;
    static final int TASKS_BELL_AT = HOT;
    static final int KEEPER_BELL_AT = 2 * HOT;
    static final int WORKERS_AT = 3 * HOT;
    static final int WORKER_BYTES = HOT;
    static final int LIFE_AT = 0;
    static final int WORKER_BELL_AT = LIFE_AT + Integer.BYTES;
    static final int PID_AT = Long.BYTES;
    static final int CLIENT_BYTES = 2 * HOT;
    static final int CLIENT_OWNER_AT = 0;
    static final int OPEN_AT = Long.BYTES;
    static final int CLIENT_BELL_AT = HOT;

    static final int OPEN = 0;
    static final int SHUT = 1;
    static final int STOPPED = 2;
    static final int ENDED = 3;

    static final int STARTING = 0;
    static final int READY = 1;
    static final int LEAVING = 2;

    static final int FREE = 0;
    static final int QUEUED = 1;
    static final int RUNNING = 2;
    static final int INTERRUPTED = 3;
    static final int KILLED = 4;

    private static final int WORKER_SHIFT = 16;
    private static final int GENERATION_SHIFT = 32;
    private static final int MASK = 0xffff;

    static final Kind KIND = new Kind(
            "pool",
            "state@0 owner@8 grace@16 timeout@24 retries@32 broken@36 tasks@128 keeper@256 workers@384:128(life@0 bell@4 pid@8)"
                    + " clients:64:256(owner@0 open@8 bell@128) boards:64:1024:8(generation32,worker16,state16)",
            n -> boardsAt((int) n) + (long) CLIENTS * SLOTS * Long.BYTES);

    private PoolLayout() {}

    static FileSpec spec(PoolOptions options) {
        return new FileSpec(KIND, options.workers());
    }

    static void fill(Mapping mapping, PoolOptions options) {
        long timeout = options.taskTimeout() == null ? 0 : Waiter.nanos(options.taskTimeout());
        Memory.longPlain(mapping, mapping.address(BODY_AT + GRACE_AT), Waiter.nanos(options.grace()));
        Memory.longPlain(mapping, mapping.address(BODY_AT + TIMEOUT_AT), timeout);
        Memory.intPlain(mapping, mapping.address(BODY_AT + RETRIES_AT), options.retries());
    }

    static long workerAt(int worker) {
        return WORKERS_AT + (long) worker * WORKER_BYTES;
    }

    static long clientAt(int workers, int client) {
        return workerAt(workers) + (long) client * CLIENT_BYTES;
    }

    private static long boardsAt(int workers) {
        return clientAt(workers, CLIENTS);
    }

    static long wordAt(int workers, int client, int slot) {
        return boardsAt(workers) + ((long) client * SLOTS + slot) * Long.BYTES;
    }

    static long word(int generation, int worker, int state) {
        return (long) generation << GENERATION_SHIFT | (long) worker << WORKER_SHIFT | state;
    }

    static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    static int worker(long word) {
        return (int) (word >>> WORKER_SHIFT) & MASK;
    }

    static int state(long word) {
        return (int) word & MASK;
    }

    /** The same task in another state. */
    static long to(long word, int state) {
        return word & ~MASK | state;
    }
}
