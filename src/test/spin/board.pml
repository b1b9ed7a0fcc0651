/*
 * The tasks of a pool: one place of a board, used by two clients one after the other, and two workers. The word has a generation, a
 * worker and a state, always changed as one. A message of generation n is leased, made the worker's own on the board, acknowledged,
 * run, answered, and let go. Any worker may be killed at any step, so may the first client; the owner of the pool notices it later,
 * clears the word, answers for the dead worker and starts another in its place. A client may lose patience at any time: it withdraws
 * the task, or interrupts it, and then has the owner kill the worker. A task may run for ever. Answers come in any order, for each
 * JVM has a lane of its own. All steps are sequentially consistent. What is leased by the dead is ready again at once: that nobody
 * takes it for a while is one of the interleavings.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef FIRST
#define FIRST 2                      /* tasks of the first client */
#endif
#ifndef SECOND
#define SECOND 1                     /* and of the second, which does not die */
#endif
#ifndef RETRIES
#define RETRIES 0
#endif
#ifndef DEATHS
#define DEATHS 1                     /* of workers, besides those that are wanted */
#endif
#ifndef CLIENT_DEATHS
#define CLIENT_DEATHS 1
#endif

#define FREE 0                       /* states of a word */
#define QUEUED 1
#define RUNNING 2
#define INTERRUPTED 3
#define KILLED 4

#define NOBODY 0                     /* whose board it is: 1 and 2 are clients */
#define KEEPER 3
#define LEFT 4

#ifndef MOST
#define MOST (FIRST + SECOND)        /* generations */
#endif
#define NONE 0                       /* states of a message */
#define READY 1
#define LEASED 2                     /* by 0; LEASED + 1: by 1 */

#define VALUE(n) (1 << (2 * (n)))    /* answers */
#define DIED(n) (2 << (2 * (n)))
#define OLDER(n) (VALUE(n) - 1)

byte generation, worker, state;      /* the word */
byte client = 1;                     /* whose board it is */
byte open;                           /* tasks that are not over */
byte message[MOST + 1];
byte sender[MOST + 1];
short answers[3];                    /* of each client */
bool dead[2];                        /* a worker: killed */
bool gone[2];                        /* and no process any more, but not yet replaced */
bool deadClient[3];
byte deaths = DEATHS;
byte clientDeaths = CLIENT_DEATHS;
byte runs[2];                        /* ghost: the generation that this worker has begun and not let go */
bool doomed[MOST + 1];               /* ghost: its worker is to be killed */
bool spent[MOST + 1];                /* ghost: begun, or withdrawn */
bool over[3];                        /* ghost: a client that got all it wanted, or died */

#define ISLEFT (client == LEFT || client == 1 && deadClient[1])

inline answer(c, a) {
  if
  :: (c == 1 || c == 2) && !deadClient[c] && !over[c] -> answers[c] = answers[c] | (a)
  :: else
  fi
}

/* The client's task gets its outcome. */
inline tell() {
  assert(outcomes == 0);
  outcomes++
}

proctype Client(byte c; byte tasks; bool leaves) {
  byte n, outcomes, retries;
  bool given, interrupted;
  if
  :: client == c
  :: atomic { client == NOBODY || ISLEFT -> client = c }
  :: deadClient[c] -> goto died
  fi;
  if
  :: atomic {
       !deadClient[c] ->
       open = 0;
       if
#ifdef BUG_CLIENT_CLEARS_KILLED
       :: state == QUEUED || state == KILLED -> state = FREE
#else
       :: state == QUEUED -> state = FREE
#endif
       :: else
       fi
     }
  :: deadClient[c] -> goto died
  fi;
  do
  :: tasks == 0 -> break
  :: tasks > 0 ->
     if
     :: atomic { !deadClient[c] -> open++; retries = RETRIES }
     :: deadClient[c] -> goto died
     fi;
post:
     if
#ifdef BUG_REUSED_KILLED
     :: atomic {
          !deadClient[c] ->
#else
     :: atomic {
          !deadClient[c] && state != KILLED ->
#endif
          generation++;
          n = generation;
          worker = 0;
          state = QUEUED
        }
     :: deadClient[c] -> goto died
     fi;
     if
     :: atomic { !deadClient[c] -> message[n] = READY; sender[n] = c }
     :: deadClient[c] -> goto died
     fi;
     do
     :: deadClient[c] -> goto died
     :: atomic {
          !deadClient[c] && (answers[c] & VALUE(n)) ->
          answers[c] = answers[c] & ~VALUE(n);
          if
          :: given
          :: else -> tell()
          fi;
          break
        }
     :: atomic {
          !deadClient[c] && (answers[c] & DIED(n)) ->
          answers[c] = answers[c] & ~DIED(n);
          if
          :: given
          :: !given && retries > 0 -> retries--; goto post
          :: !given && retries == 0 -> tell()
          fi;
          break
        }
     :: atomic {
          !deadClient[c] && (answers[c] & OLDER(n)) ->
          answers[c] = answers[c] & ~OLDER(n);
#ifdef BUG_NO_GENERATION
          if
          :: given
          :: else -> tell()
          fi;
          break
#endif
        }
     :: atomic {
          !deadClient[c] && !given ->
          given = true;
          tell();
          if
          :: generation == n && state == QUEUED -> state = FREE; spent[n] = true; break
          :: generation == n && state == RUNNING -> state = INTERRUPTED; interrupted = true
          :: else
          fi
        }
     :: atomic {
          !deadClient[c] && interrupted ->
          interrupted = false;
          if
          :: generation == n && state == INTERRUPTED -> state = KILLED; doomed[n] = true
          :: else
          fi
        }
     od;
     if
     :: atomic {
          !deadClient[c] ->
          assert(outcomes == 1);
          assert(given || spent[n]);
          open--; tasks--;
          outcomes = 0; given = false; interrupted = false; retries = 0; n = 0
        }
     :: deadClient[c] -> goto died
     fi
  od;
  if
  :: atomic {
       !deadClient[c] ->
       assert(open == 0);
       over[c] = true; answers[c] = 0;
       if
#ifdef BUG_LEAVES_UNSWEPT
       :: leaves -> client = NOBODY
#else
       :: leaves -> client = LEFT
#endif
       :: else
       fi;
       goto end
     }
  :: deadClient[c] -> goto died
  fi;
died:
  atomic { answers[c] = 0; n = 0; outcomes = 0; retries = 0; given = false; interrupted = false; tasks = 0; leaves = false; over[c] = true };
end:
  skip
}

#define LEASE(i) atomic { !dead[self] && message[i] == READY -> message[i] = LEASED + self; n = i }
#define ISQUEUED (generation == n && state == QUEUED)
#define ISMINE (generation == n && worker == self && state != FREE)

proctype Worker(byte self) {
  byte n;
end_idle:
  if
  :: dead[self] -> goto died
  :: LEASE(1)
#if MOST > 1
  :: LEASE(2)
#endif
#if MOST > 2
  :: LEASE(3)
#endif
#if MOST > 3
  :: LEASE(4)
#endif
  fi;
  if
  :: dead[self] -> goto died
  :: atomic { !dead[self] && !ISQUEUED -> message[n] = NONE; n = 0; goto end_idle }
#ifdef BUG_BEGINS_BY_STORE
  :: !dead[self] && ISQUEUED
  fi;
  if
  :: dead[self] -> goto died
  :: atomic { !dead[self] ->
#else
  :: atomic { !dead[self] && ISQUEUED ->
#endif
       generation = n; worker = self; state = RUNNING;
       assert(!spent[n]);
       spent[n] = true;
       runs[self] = n
     }
  fi;
  if
  :: dead[self] -> goto died
  :: atomic { !dead[self] -> message[n] = NONE }
  fi;
  if
  :: skip
  :: true ->
end_endless:
     dead[self] -> goto died
  fi;
#ifdef BUG_ANSWERS_LATE
  skip;
#else
  if
  :: dead[self] -> goto died
  :: atomic { !dead[self] -> answer(sender[n], VALUE(n)) }
  fi;
#endif
  if
  :: dead[self] -> goto died
#ifdef BUG_END_IGNORES_KILLED
  :: atomic { !dead[self] && ISMINE -> state = FREE; runs[self] = 0 }
#else
  :: atomic { !dead[self] && ISMINE && state != KILLED -> state = FREE; runs[self] = 0 }
  :: atomic { !dead[self] && ISMINE && state == KILLED -> dead[self] = true; goto died }
#endif
  :: atomic { !dead[self] && !ISMINE -> runs[self] = 0 }
  fi;
#ifdef BUG_ANSWERS_LATE
  if
  :: dead[self] -> goto died
  :: atomic { !dead[self] -> answer(sender[n], VALUE(n)) }
  fi;
#endif
  atomic { n = 0; goto end_idle };
died:
  atomic {
    if
    :: n > 0 && message[n] == LEASED + self -> message[n] = READY
    :: else
    fi;
    n = 0; runs[self] = 0; gone[self] = true
  };
  atomic { !gone[self] -> goto end_idle }
}

/* One look at a word finds a worker to be killed; the kill comes some time after. */
inline killWanted() {
  atomic { n = generation; w = worker };
  atomic {
    if
    :: !dead[w] -> assert(runs[w] == n); dead[w] = true
    :: else
    fi;
    n = 0; w = 0
  }
}

/* The owner of the pool, which does not die. */
active proctype Keeper() {
  byte n, w, c;
end_idle:
  do
  :: atomic { gone[0] -> w = 0; goto ended }
  :: atomic { gone[1] -> w = 1; goto ended }
  :: atomic { client != NOBODY && state == KILLED && !dead[worker] -> skip };
     killWanted()
  :: atomic { ISLEFT -> c = client; client = KEEPER };
#ifndef BUG_SWEEP_DOES_NOT_KILL
     if
     :: state == KILLED -> killWanted()
     :: state != KILLED
     fi;
#endif
     atomic {
       if
       :: state == QUEUED -> state = FREE
#ifndef BUG_SWEEP_LEAVES_KILLED
       :: state == KILLED -> state = FREE
#endif
       :: else
       fi;
       client = NOBODY; c = 0
     }
  od;
ended:
  if
  :: atomic {
       client != NOBODY && state >= RUNNING && worker == w ->
       n = generation;
#ifdef BUG_CLEARS_ONCE
       c = state
     };
     if
     :: atomic { generation == n && worker == w && state == c -> state = FREE; c = 0 }
     :: atomic { !(generation == n && worker == w && state == c) -> n = 0; c = 0; goto cleared }
     fi;
#else
       state = FREE
     };
#endif
     atomic { answer(client, DIED(n)); n = 0 }
  :: atomic { !(client != NOBODY && state >= RUNNING && worker == w) -> skip }
  fi;
cleared:
  atomic { gone[w] = false; dead[w] = false; w = 0; goto end_idle }
}

active proctype Killer() {
  do
  :: atomic { deaths > 0 && !dead[0] -> deaths--; dead[0] = true }
  :: atomic { deaths > 0 && !dead[1] -> deaths--; dead[1] = true }
  :: atomic { clientDeaths > 0 && !over[1] -> clientDeaths--; deadClient[1] = true; answers[1] = 0 }
  :: break
  od
}

/* Nothing moves any more. */
active proctype End() {
  timeout ->
  assert(over[1] && over[2]);
  assert(client == 2 && state != KILLED && state != QUEUED);
  assert(state == FREE || runs[worker] == generation);
  assert(!doomed[runs[0]] && !doomed[runs[1]])
}

init {
  atomic {
    run Client(1, FIRST, true); run Client(2, SECOND, false);
    run Worker(0); run Worker(1)
  }
}
