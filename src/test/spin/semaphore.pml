/*
 * A semaphore: see Permits. N words, each free, a process's or gone, and a counter of signals. Process 1 has two threads; 1 and 2
 * may be killed, at any step, once. Who waits frees the words of the dead. With SIGNALS somebody releases what it does not own. All
 * steps are sequentially consistent; loops over words are not atomic.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef N
#define N 2
#endif
#ifndef W1
#define W1 1                         /* what each thread wants; 0: there is none */
#endif
#ifndef SECOND
#define SECOND 1                     /* the second thread of 1 */
#endif
#ifndef W2
#define W2 2
#endif
#ifndef W3
#define W3 0
#endif
#ifndef KILLS
#define KILLS 1
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif

#define GONE 9
#define IDS 4
#define FREE ((word[0] == 0) + (N > 1 && word[N - 1] == 0))       /* N is 1 or 2 */
#ifdef BUG_NO_RECOVERY
#define TICK false
#else
#define TICK (DEADS(0) || DEADS(N - 1))
#endif
#define DEADS(i) (word[i] != 0 && word[i] != GONE && dead[word[i] % IDS])

byte word[N];
byte counter = 0;
bool signalling = false;
bool dead[IDS];
byte kills = KILLS;
byte inside = 0;                     /* ghost: permits in use by the living */
byte in[IDS];                        /* ghost: of each */
byte taken[IDS];                     /* ghost: taken by each and not released */
byte signals = 0;                    /* ghost */
byte lost = 0;                       /* ghost: signals that the dead had acquired */
byte ended = 0;

inline alive() {
  if
  :: dead[id] -> goto gone
  :: else
  fi
}

inline kill(id) {
  dead[id] = true;
  kills--;
  owned = (word[0] == id) + (N > 1 && word[N - 1] == id);
  lost = lost + taken[id] - owned;
  taken[id] = owned;
  inside = inside - in[id];
  in[id] = 0
}

inline free(most) {
  freed = 0; i = 0;
  do
  :: i == N || freed == most -> break
  :: else ->
     atomic { alive(); w = word[i] };
     if
     :: w == id ->
        atomic {
          alive();
          if
#ifdef BUG_RELEASE_BY_STORE
          :: true ->
#else
          :: word[i] == id ->
#endif
             word[i] = 0; freed++; taken[id]--
#ifndef BUG_RELEASE_BY_STORE
          :: else
#endif
          fi
        }
     :: else
     fi;
     i++
  od
}

inline signal(many) {
  atomic { alive(); signalling = true };
#ifdef BUG_SIGNAL_BY_STORE
  atomic { alive(); w = counter };
  atomic { alive(); counter = w + many }
#else
  atomic { alive(); counter = counter + many }
#endif
}

proctype Thread(byte id; byte want) {
  byte i, w, got, freed, mark, round;
again:
  do
  :: round == ROUNDS -> break
  :: else ->
     /* sleeps until there may be enough, or somebody to be recovered; if signals died it may be for ever */
     atomic {
       (dead[id] || FREE + counter >= want || TICK || lost > 0);
       alive();
       if
       :: lost > 0 && FREE + counter < want && !TICK -> goto gone
       :: else
       fi
     };
#ifndef BUG_NO_RECOVERY
     i = 0;
     do
     :: i == N -> break
     :: else ->
        atomic { alive(); w = word[i] };
        if
#ifdef BUG_RECOVER_THE_LIVING
        :: w != 0 && w != GONE && w != id ->
#else
        :: w != 0 && w != GONE && w != id && dead[w % IDS] ->
#endif
           atomic {
             alive();
             if
#ifdef BUG_RECOVER_BY_STORE
             :: true -> word[i] = 0
#else
             :: word[i] == w -> word[i] = 0; if :: taken[w] > 0 -> taken[w]-- :: else fi
             :: else
#endif
             fi
           }
        :: else
        fi;
        i++
     od;
#endif
     atomic {
       alive();
       if
       :: FREE + counter < want -> w = 0; i = 0; goto again
       :: else
       fi
     };
     /* take: the counter, then the words, then the counter again */
#ifndef BUG_HOLDS_WHILE_IT_WAITS
     got = 0;
#endif
     i = 0;
     do
     :: got == want || i == N + 1 -> break
     :: got < want && i < N ->
        atomic { alive(); w = word[i]; mark = (signalling -> GONE : id) };
        if
        :: w == 0 ->
           atomic {
             alive();
             if
#ifdef BUG_TAKE_BY_STORE
             :: true ->
#else
             :: word[i] == 0 ->
#endif
                word[i] = mark; got++; taken[id]++
#ifndef BUG_TAKE_BY_STORE
             :: else
#endif
             fi
           }
        :: else
        fi;
        i++
     :: got < want && i == N ->
        atomic {
          alive();
          if
          :: counter > 0 -> counter--; got++; taken[id]++; i = N
          :: else -> i++
          fi
        }
     od;
     if
     :: got == want ->
        atomic {
          alive();
          inside = inside + want; in[id] = in[id] + want;
          assert(inside <= N + signals + lost)
        };
        atomic { alive(); inside = inside - want; in[id] = in[id] - want };
        round++
     :: else
     fi;
#ifdef BUG_HOLDS_WHILE_IT_WAITS
     if
     :: got < want -> goto again
     :: else
     fi;
#endif
     free(got);
     if
     :: freed < got ->
        atomic { alive(); signalling = true };
        atomic { alive(); counter = counter + got - freed; taken[id] = taken[id] - (got - freed) }
     :: else
     fi;
     atomic { got = 0; i = 0; w = 0; mark = 0; freed = 0 }
  od;
gone:
  atomic { ended++; i = 0; w = 0; got = 0; mark = 0; freed = 0; round = 0 }
}

proctype Killer() {
  byte owned;
  if
  :: atomic { kills > 0 -> kill(1) }
  :: atomic { kills > 0 -> kill(2) }
  :: skip
  fi;
  ended++
}

proctype Signaller() {
  byte w, id;
  atomic { signals++; id = 3 };
  signal(1);
gone:
  ended++
}

#ifdef SIGNALS
#define ALL 6
#else
#define ALL 5
#endif

init {
  byte owned;
  atomic {
    run Thread(1, W1);
    ended = 4 - (SECOND > 0) - (W3 > 0) - 2;
    if :: SECOND > 0 -> run Thread(1, SECOND) :: else fi;
    run Thread(2, W2);
    if :: W3 > 0 -> run Thread(3, W3) :: else fi;
    run Killer();
#ifdef SIGNALS
    run Signaller();
#endif
    skip
  };
  atomic {
    ended == ALL ->
    assert(word[0] == 0 || word[0] == GONE || dead[word[0] % IDS]);
    assert(word[N - 1] == 0 || word[N - 1] == GONE || dead[word[N - 1] % IDS]);
    owned = DEADS(0) + (N > 1 && DEADS(N - 1));
    assert(FREE + owned + counter + lost == N + signals)   /* no permit is lost, none is made up */
  }
}
