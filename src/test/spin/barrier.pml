/*
 * A barrier: see Meeting. P parties, one entry each, and one word for the phase and its state. Threads of several processes await
 * ROUNDS times each; process 1 may be killed at any step, once. Who waits helps to end a full phase, and breaks it when it finds a
 * dead party. With RESET somebody resets it at any time. All steps are sequentially consistent; loops over entries are not atomic.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef P
#define P 2
#endif
#ifndef THREADS
#define THREADS 2                    /* more than P: some come for the next phase */
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef KILLS
#define KILLS 1
#endif

#define OPEN 0
#define ACTION 1
#define BROKEN 2
#define LAST 12
#define STATE(phase, mode) ((phase) * 4 + (mode))
#define PHASE(s) ((s) / 4)
#define MODE(s) ((s) % 4)
#define ENTRY(phase, owner) ((phase) * 8 + (owner))
#define PHASEOF(e) ((e) / 8)
#define OWNEROF(e) ((e) % 8)


#define FULL(p) (PHASEOF(entry[0]) == p && PHASEOF(entry[P - 1]) == p)   /* P is 1 or 2 */
#define SUSPECT(i, p) (OWNEROF(entry[i]) == 1 && (PHASEOF(entry[i]) == p || PHASEOF(entry[i]) == p - 1))
#define FOUND(p) (SUSPECT(0, p) || SUSPECT(P - 1, p))
#ifdef BUG_NO_TICK
#define TICK(p) false
#else
#define TICK(p) (dead[1] && FOUND(p))
#endif
#if THREADS > P || defined(RESET)
#define ALONE(p) (passing < P || (dead[1] && !FOUND(p)))
#else
#define ALONE(p) (dead[1] && !FOUND(p))                           /* died before it was known */
#endif

byte state = STATE(1, OPEN);
byte entry[P];
bool dead[8];
byte kills = KILLS;
bool tripped[LAST];                  /* the history */
byte acts[LAST];                     /* ghost */
byte come[LAST];                     /* ghost: arrivals */
byte places[LAST];                   /* ghost: bits of those who passed */
bool resets = false;
byte passing = 0;                    /* those who may still await */

inline alive() {
  if
  :: dead[id] -> goto gone
  :: else
  fi
}

inline change(to) {
  atomic {
    alive();
    if
#ifdef BUG_CHANGE_BY_STORE
    :: true ->
#else
    :: state == s ->
#endif
       assert(PHASE(to) >= PHASE(state));                /* a phase never comes back */
       if
       :: PHASE(to) == PHASE(s) + 1 ->
          assert(!tripped[PHASE(s)]);
          assert(come[PHASE(s)] == P);
#ifdef ACTIONS
          assert(acts[PHASE(s)] == 1);
#endif
          tripped[PHASE(s)] = true
       :: else
       fi;
       state = to;
       won = true
    :: else -> won = false
    fi
  }
}

proctype Thread(byte id) {
  byte s, e, i, n, phase, place, round;
  bool won;
  do
  :: round == ROUNDS -> break
  :: else ->
     place = P;
     phase = 0;
     do
     :: atomic { alive(); s = state };
        if
        :: place < P && PHASE(s) != phase -> break
        :: MODE(s) == BROKEN && (place == P || PHASE(s) == phase) -> goto gone
        :: else
        fi;
        phase = PHASE(s);
        if
        :: place == P && MODE(s) == OPEN ->
           i = 0;
           do
           :: i == P || place < P -> break
           :: else ->
              atomic { alive(); e = entry[i] };
              if
#ifdef BUG_ARRIVE_OVER_NEWER
              :: PHASEOF(e) != phase ->
#else
              :: PHASEOF(e) < phase ->
#endif
                 atomic {
                   alive();
                   if
#ifdef BUG_ARRIVE_BY_STORE
                   :: true ->
#else
                   :: entry[i] == e ->
#endif
                      if
                      :: PHASE(state) == PHASEOF(entry[i]) && MODE(state) == OPEN -> assert(PHASEOF(entry[i]) == phase)
                      :: else
                      fi;
                      entry[i] = ENTRY(phase, id); come[phase]++; place = i
#ifndef BUG_ARRIVE_BY_STORE
#ifdef BUG_NO_SECOND_TRY
                   :: else -> i++
#else
                   :: else                       /* may still be of an earlier phase */
#endif
#endif
                   fi
                 }
              :: else -> i++
              fi
           od
        :: else
        fi;
        i = 0; n = 0; e = 0;
        do
        :: i == P -> break
        :: else -> atomic { alive(); n = n + (PHASEOF(entry[i]) == phase); i++ }
        od;
        i = 0;
        if
#ifdef ACTIONS
        :: MODE(s) == OPEN && n == P && place < P ->
           change(STATE(phase, ACTION));
           if
#ifdef BUG_ACT_ANYHOW
           :: true ->
#else
           :: won ->
#endif
              atomic { alive(); acts[phase]++ };
              s = STATE(phase, ACTION);
              change(STATE(phase + 1, OPEN))
#ifndef BUG_ACT_ANYHOW
           :: else
#endif
           fi
#else
#ifdef BUG_TRIP_EARLY
        :: MODE(s) == OPEN && n >= P - 1 -> change(STATE(phase + 1, OPEN))
#else
        :: MODE(s) == OPEN && n == P -> change(STATE(phase + 1, OPEN))
#endif
#endif
        :: else ->
           /* waits; for ever, or for a while, where nobody else is to come */
           atomic {
             (dead[id] || state != s || (MODE(state) == OPEN && FULL(phase)) || TICK(phase) || ALONE(phase));
             alive();
             if
             :: state == s && !(MODE(state) == OPEN && FULL(phase)) && ALONE(phase) -> goto gone
             :: else
             fi
           };
#ifndef BUG_NO_TICK
           if
           :: dead[1] ->
              do
              :: i == P -> break
              :: else ->
                 atomic { alive(); e = entry[i] };
                 if
                 :: OWNEROF(e) == 1 && (PHASEOF(e) == phase || PHASEOF(e) == phase - 1) ->
                    atomic { alive(); s = state };
                    if
                    :: PHASE(s) == phase && MODE(s) != BROKEN ->
                       assert(PHASEOF(e) == phase || tripped[phase - 1]);   /* not because of a round that failed */
                       change(STATE(phase, BROKEN))
                    :: else
                    fi
                 :: else
                 fi;
                 i++
              od
           :: else
           fi;
#endif
           i = 0
        fi;
        atomic { n = 0; e = 0; won = false }
     od;
     atomic {
       if
       :: tripped[phase] ->
          assert(come[phase] == P);
          assert((places[phase] & (1 << place)) == 0);   /* each place once */
          places[phase] = places[phase] | (1 << place);
          round++
       :: else -> assert(resets); round++                /* was reset: told so */
       fi;
       s = 0; n = 0; won = false; place = 0
     }
  od;
gone:
  atomic { passing--; s = 0; e = 0; i = 0; n = 0; phase = 0; place = 0; round = 0; won = false }
}

proctype Other() {
  byte s, id;
  bool won;
  id = 7;
  if
  :: atomic { kills > 0 -> dead[1] = true; kills-- }
  :: skip
  fi;
#ifdef RESET
  resets = true;
  do
  :: s = state;
#ifdef BUG_RESET_BY_ONE
#define ON 1
#else
#define ON 2
#endif
     atomic {
       if
       :: state == s -> state = STATE(PHASE(s) + ON, OPEN); break
       :: else
       fi
     }
  od;
#endif
gone:
  skip
}

init {
  byte i;
  atomic {
    passing = THREADS;
    for (i : 1 .. THREADS) { run Thread(i) };
    run Other()
  }
}
