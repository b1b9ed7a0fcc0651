/*
 * Messages that are leased and acknowledged: one lane. Descriptor s % D of lap s / D + 1 belongs to sequence s: a word of lap, state,
 * owner and deliveries, always changed as one, and beside it where the payload lies, in a ring of AREA cells; message v has LEN(v) of
 * them. A word of lap 0 is DONE. One producer at a time, which may die after any write; the next one adopts what it left and goes on
 * with the rest. Two consumers, one of them mortal, which may hand back what they leased. All steps are sequentially consistent.
 * Who dies between two of its writes might have died right after the first of them: nobody can tell.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef D
#define D 2
#endif
#ifndef AREA
#define AREA 2
#endif
#ifndef LAST
#define LAST 3                       /* messages 1 .. LAST */
#endif
#ifndef LENGTHS
#define LENGTHS 4                    /* bit v: message v has two cells */
#endif
#ifndef GIVES
#define GIVES 1
#endif
#define MORTAL 0
#define IMMORTAL 1

#define LEN(v) (1 + ((LENGTHS >> (v)) & 1))
#define LAP(s) ((s) / D + 1)
#define DONE 0
#define READY 1
#define LEASED 2                     /* by 0; LEASED + 1: by 1 */
#define WORD(s, state, deliveries) (LAP(s) * 32 + (deliveries) * 4 + (state))
#define LAPOF(w) ((w) / 32)
#define DELIVERIES(w) ((w) / 4 % 8)
#define STATE(w) ((w) % 4)
#define ISLEASED(w) (STATE(w) >= LEASED)
#define OWNER(w) (STATE(w) - LEASED)

byte word[D];
byte where[D];
byte cell[AREA];                     /* 0 while it is being written */
byte head = 0;
bool dead[2];
byte kills = 1;                      /* of producers */
byte gives = GIVES;
bool done = false;                   /* nobody puts any more */
bool shut = false;
bool news[2];                        /* something changed since this consumer began its look */
byte published = 0;                  /* ghost: the tail */
byte message[D];                     /* ghost: what sequence s carries */
byte leases[D];                      /* ghost: how often it was leased */
bool over[D];                        /* ghost: it was acknowledged, or taken back by its producer */
bool accepted[D];                    /* ghost: its put returned */
byte holds[2];                       /* ghost: sequence + 1 */

inline crash() {
  if
  :: kills > 0 -> kills--; goto died
  :: skip
  fi
}

inline changed() { news[0] = true; news[1] = true }

/* The payload at position at, cell by cell. */
inline fill() {
  for (i : 0 .. LEN(v) - 1) {
    atomic { cell[(at + i) % AREA] = 0; crash() };
    atomic { cell[(at + i) % AREA] = v; crash() }
  };
  i = 0
}

inline publish() {
  atomic {
    word[s % D] = WORD(s, READY, 0);
    assert(s == published);
    assert(s < D || over[s % D]);
    published++;
    message[s % D] = v; leases[s % D] = 0; over[s % D] = false; accepted[s % D] = false;
    changed();
#ifdef BUG_PUBLISH_FIRST
    skip
#else
    crash()
#endif
  }
}

proctype Producer() {
  byte s, v, at, from, i, w, h;
  v = 1;
adopt:
  h = head;
  s = h;
  do
  :: atomic { LAPOF(word[s % D]) == LAP(s) -> s++ }
  :: atomic { LAPOF(word[s % D]) != LAP(s) -> break }
  od;
#ifdef BUG_ADOPTS_TOO_EARLY
  if
  :: s > h -> s--
  :: else
  fi;
#endif
  if
#ifdef BUG_WHERE_BEYOND
  :: true -> at = where[s % D] + 1
#else
  :: s > h -> at = where[(s - 1) % D] + LEN(message[(s - 1) % D])
  :: else -> at = 0
#endif
  fi;
  do
  :: v > LAST -> break
  :: v <= LAST ->
     do
     :: true ->
        if
        :: shut -> goto end
        :: else
        fi;
        h = head;
#ifdef BUG_BYTES_NOT_AWAITED
        from = at;
#else
        from = (h == s -> at : where[h % D]);
#endif
        if
        :: s - h < D && at + LEN(v) - from <= AREA -> break
        :: else -> (head != h || shut)
        fi
     od;
     from = 0; h = 0;
#ifndef BUG_PUBLISH_FIRST
     fill();
#endif
#ifndef BUG_WHERE_LATE
     atomic { where[s % D] = at; crash() };
#endif
     publish();
#ifdef BUG_WHERE_LATE
     atomic { where[s % D] = at; crash() };
#endif
#ifdef BUG_PUBLISH_FIRST
     fill();
#endif
#ifndef BUG_NO_SECOND_LOOK
     if
     :: shut ->
        atomic {
          if
          :: word[s % D] == WORD(s, READY, 0) ->
             word[s % D] = WORD(s, DONE, 0);
             assert(!over[s % D]);
             over[s % D] = true; changed()
          :: else -> accepted[s % D] = true
          fi
        };
        goto end
     :: else
     fi;
#endif
     accepted[s % D] = true;
     atomic { at = at + LEN(v); s++; v++ }
  od;
  goto end;
died:
  atomic { s = 0; at = 0; from = 0; i = 0; h = 0; v++; goto adopt };
end:
  atomic { s = 0; at = 0; from = 0; i = 0; h = 0; v = 0; done = true; changed() }
}

inline crashConsumer() {
  if
  :: self == MORTAL -> goto died
  :: skip
  fi
}

#define IS(w) (word[s % D] == (w))

/* Leases what was seen as w: the handler's part, and what comes after it. */
inline serve() {
  atomic {
    if
#ifdef BUG_LEASE_BY_STORE
    :: true ->
#else
    :: IS(w) ->
#endif
       n = DELIVERIES(w) + 1;
       w = WORD(s, LEASED + self, n);
       word[s % D] = w;
#ifndef BUG_ACK_BY_STORE
       assert(holds[1 - self] != s + 1);       /* never two at once */
#endif
       holds[self] = s + 1;
       assert(s < published);
       assert(!over[s % D]);
       leases[s % D]++;
       v = message[s % D];
       assert(n == leases[s % D]);             /* the second time it says so */
       changed();
       crashConsumer()
    :: else -> goto again
    fi
  };
  at = where[s % D];
  for (i : 0 .. LEN(v) - 1) {
    assert(cell[(at + i) % AREA] == v)
  };
  /* whatever the handler does, its bytes stay */
  assert(cell[at % AREA] == v);
  at = 0; i = 0; v = 0;
  if
  :: atomic { gives > 0 -> gives-- };
     atomic {
       if
       :: IS(w) -> word[s % D] = WORD(s, READY, n); changed()
       :: else
       fi;
       holds[self] = 0;
       crashConsumer()
     }
  :: atomic {
       if
#ifdef BUG_ACK_BY_STORE
       :: true ->
#else
       :: IS(w) ->
#endif
          word[s % D] = WORD(s, DONE, n);
          assert(!over[s % D]);
          over[s % D] = true; changed()
       :: else
       fi;
       holds[self] = 0;
       crashConsumer()
     }
  fi;
  n = 0
}

proctype Consumer(bool self) {
  byte s, w, h, n, at, v, i;
  bool last;
again:
  atomic {
    w = 0; h = 0; n = 0;
    last = done || shut;
    news[self] = false;
    s = head
  };
  do
  :: w = word[s % D];
     if
     :: LAPOF(w) < LAP(s) -> break
     :: LAPOF(w) > LAP(s) -> goto again
     :: LAPOF(w) == LAP(s) && STATE(w) == READY -> serve(); goto again
#if defined(BUG_FALSE_VERDICT) || defined(BUG_ACK_BY_STORE)
     :: LAPOF(w) == LAP(s) && ISLEASED(w) && OWNER(w) != self ->
#else
     :: LAPOF(w) == LAP(s) && ISLEASED(w) && OWNER(w) != self && dead[OWNER(w)] ->
#endif
        atomic {
          if
#ifdef BUG_RECOVERS_BY_STORE
          :: true -> word[s % D] = WORD(s, READY, DELIVERIES(w)); changed()
#elif defined(BUG_FORGETS_DELIVERIES)
          :: IS(w) -> word[s % D] = WORD(s, READY, 0); changed()
#else
          :: IS(w) -> word[s % D] = WORD(s, READY, DELIVERIES(w)); changed()
#endif
          :: else
          fi;
          crashConsumer()
        };
        goto again
#ifdef BUG_HEAD_OVER_LEASED
     :: LAPOF(w) == LAP(s) && STATE(w) != READY ->
#else
     :: LAPOF(w) == LAP(s) && STATE(w) == DONE ->
#endif
        atomic {
          if
          :: head == s -> head = s + 1; changed(); crashConsumer()
          :: else
          fi
        };
        s++
     :: LAPOF(w) == LAP(s) && ISLEASED(w) && !(OWNER(w) != self && dead[OWNER(w)]) -> s++
     fi
  od;
  if
  :: last && head == s -> goto gone
  :: else -> news[self]; goto again
  fi;
died:
  atomic { dead[self] = true; holds[self] = 0; changed() };
  goto away;
gone:
  skip;
away:
  atomic { s = 0; w = 0; h = 0; n = 0; at = 0; i = 0; v = 0; last = false; news[self] = true }
}

init {
  byte s;
  atomic { run Producer(); run Consumer(MORTAL); run Consumer(IMMORTAL) };
#ifdef SHUTDOWN
  atomic { shut = true; changed() };
#endif
  _nr_pr == 1;
#ifndef SHUTDOWN
  assert(head == published);
#endif
  for (s : 0 .. D - 1) {
    /* after a shutdown the one who leased it may die as the last consumer: it waits for the next one */
    assert(over[s] || !accepted[s] || (shut && dead[MORTAL] && leases[s] > 0))
  }
}
