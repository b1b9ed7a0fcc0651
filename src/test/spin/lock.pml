/*
 * The word of a lock. PARTS participants take it ROUNDS times each; KILLS of them die, each between any two of their writes,
 * and may be born again under a name that nobody ever had. What they guard is two bytes, written one after the other. Who finds
 * the word held by a dead participant frees it, dirty, by CAS; who takes a dirty one repairs. All steps are sequentially
 * consistent. Who waits is a process that cannot move; the bells that wake it are not here.
 *
 * With FAIR, who does not get the lock at once waits in one of PLACES places, and takes it when nobody came before it. One participant may be
 * stopped for ever while it waits: those behind it pass it over. Somebody who waits for ever is found as a process
 * that does not end.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef PARTS
#define PARTS 3
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef KILLS
#define KILLS 2
#endif
#ifndef STOPS
#define STOPS 0
#endif
#define PLACES 2
#define NONE PLACES

#define DIRTY 64
#define OWNER(w) ((w) % DIRTY)
#define ISDIRTY(w) ((w) / DIRTY)

byte word = 0;
byte holds = 0;
byte one = 0, other = 0;             /* what is guarded: equal when it is whole */
byte names = 0;
bool dead[16];
bool halted[16];
byte kills = KILLS;
byte stops = STOPS;
byte inside = 0;                     /* ghost */
byte token = 0;                      /* ghost: the last one that was used */

byte tickets = 0;
byte ticketAt[PLACES];               /* with ownerAt one word; 0: empty */
byte ownerAt[PLACES];
bool shown[PLACES];

#define BEFORE(i, t) (shown[i] && ticketAt[i] != 0 && ticketAt[i] < (t))
#define FIRST(t) (!BEFORE(0, t) && !BEFORE(1, t))
#define GONE(i, t) (BEFORE(i, t) && (dead[ownerAt[i]] || halted[ownerAt[i]] && OWNER(word) == 0))
#ifdef BUG_NO_PASSING
#define BEHIND(t) false
#else
#define BEHIND(t) (GONE(0, t) || GONE(1, t))
#endif
#ifdef FAIR
#define TURN (place == NONE || FIRST(ticket))
#define EMPTYLINE (!shown[0] && !shown[1])
#else
#define TURN true
#define EMPTYLINE true
#endif
#ifdef BUG_STEAL
#define MAYBURY(w) true
#else
#define MAYBURY(w) dead[OWNER(w)]
#endif

/* Inside of atomic, with the write before it: who dies between two writes might have died right after the first. */
inline crash() {
  if
  :: kills > 0 ->
     kills--; dead[me] = true;
     if
     :: held -> inside--; held = false
     :: else
     fi;
     goto dying
  :: skip
  fi
}

/* One attempt. */
inline take() {
#ifdef BUG_TOKEN
  mine = holds + 1;
#endif
  w = word;
  atomic {
    if
    :: OWNER(w) == 0 && word == w -> word = w + me; held = true; inside++; assert(inside == 1); w = 0; crash()
    :: else -> w = 0
    fi
  }
}

/* Any process may do this to a place whose ticket it saw. */
inline putOut(i, t) {
  atomic { shown[i] = false; crash() };
  atomic {
    if
    :: ticketAt[i] == t -> ticketAt[i] = 0; ownerAt[i] = 0; crash()
    :: else
    fi
  }
}

inline join() {
  atomic { tickets++; ticket = tickets; crash() };
  place = 0;
  do
  :: place == NONE -> break
  :: place < NONE && ticketAt[place % PLACES] != 0 && !dead[ownerAt[place % PLACES]] -> place++
  :: atomic {
       place < NONE && (ticketAt[place % PLACES] == 0 || dead[ownerAt[place % PLACES]]) ->
       ticketAt[place % PLACES] = ticket; ownerAt[place % PLACES] = me; crash()
     };
     atomic { shown[place % PLACES] = true; crash(); break }
  od
}

#define HAS (place < NONE && ticketAt[place % PLACES] == ticket)
#define LOST (place < NONE && ticketAt[place % PLACES] != ticket)

proctype Part() {
  byte me, w, ticket, seen, r, mine;
  byte place = NONE;
  bool held, queued;
again:
  atomic { names++; me = names; w = 0; mine = 0; seen = 0; ticket = 0; queued = false; place = NONE };
  do
  :: r == ROUNDS -> break
  :: r < ROUNDS ->
     if
     :: EMPTYLINE -> take()
     :: else
     fi;
     do
     :: held -> break
     :: !held ->
#ifdef FAIR
        if
        :: !queued -> join(); queued = true
        :: queued && LOST -> join()
        :: queued && HAS && !shown[place % PLACES] -> shown[place % PLACES] = true
        :: else
        fi;
        if
        :: atomic { stops > 0 && place != NONE -> stops--; halted[me] = true };
endhalted: false
        :: skip
        fi;
#endif
        if
        :: OWNER(word) == 0 && TURN -> take()
        :: atomic { OWNER(word) != 0 && MAYBURY(word) -> w = word };
           atomic {
             if
#ifdef BUG_NO_DIRTY
             :: word == w -> word = ISDIRTY(w) * DIRTY; crash()
#else
             :: word == w -> word = DIRTY; crash()
#endif
             :: else
             fi;
             w = 0
           }
#ifdef FAIR
        :: BEHIND(ticket) && GONE(0, ticket) -> seen = ticketAt[0]; putOut(0, seen); seen = 0
        :: BEHIND(ticket) && GONE(1, ticket) -> seen = ticketAt[1]; putOut(1, seen); seen = 0
        :: LOST -> skip
#endif
        fi
     od;
#ifndef BUG_TOKEN
     mine = holds + 1;
#endif
     atomic { holds = mine; crash() };
#ifdef FAIR
     if
     :: HAS -> putOut(place % PLACES, ticket)
     :: else
     fi;
     atomic { place = NONE; ticket = 0; queued = false };
#endif
     atomic {
       assert(mine > token);                   /* no two holds have one token */
       token = mine; mine = 0;
       assert(ISDIRTY(word) || one == other)   /* what is half done is told */
     };
     if
     :: ISDIRTY(word) ->
        atomic { other = one; crash() };
        atomic { word = me; crash() }          /* markConsistent() */
     :: else
     fi;
     atomic { one = 1 - one; crash() };
     atomic { other = one; crash() };
#ifdef BUG_LIVING_DEAD
     if
     :: atomic { kills > 0 -> kills--; dead[me] = true }   /* a wrong verdict */
     :: skip
     fi;
#endif
     w = ISDIRTY(word) * DIRTY;
     atomic { assert(OWNER(word) == me); word = w; inside--; held = false; w = 0; r++; crash() }
  od;
  goto gone;
dying:
  if
  :: r < ROUNDS -> goto again
  :: skip
  fi;
gone:
  skip
}

init {
  byte i;
  atomic {
    for (i : 1 .. PARTS) { run Part() }
  }
}
