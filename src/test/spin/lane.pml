/*
 * One lane: see LaneLayout. A ring of N cells; a record is a header, a cell of payload and perhaps one more that keeps what it
 * held; a PAD fills the last cells of a lap. One producer at a time, which may die at any step; the next one adopts what it left. After
 * a record it may store 0 into any one of the free cells behind the end, to fetch its line. Two takers, one of
 * them mortal, which take one or two records by one CAS. All steps are sequentially consistent.
 *
 * Payload cells look like headers, so that a taker that is a lap behind meets plausible garbage.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef N
#define N 6
#endif
#ifndef LAST
#define LAST 4
#endif
#ifndef LENGTHS
#define LENGTHS 4            /* bit v: message v is one cell longer */
#endif
#define NONE 255
#define PAD 100              /* PAD + cells */
#define ENDS 200             /* ENDS + the next message; a new ring is 0 */
#define ISEND(c) (c == 0 || c >= ENDS)
#define NEXT(c) (c == 0 -> 1 : c - ENDS)
#define ISPAD(c) (c > PAD && c < ENDS)
#define LEN(c) (ISPAD(c) -> c - PAD : 2 + c % 2)
#define VALUE(c) (c / 2)
#define SANE(p, c) (ISPAD(c) -> (p) % N + LEN(c) == N : (p) % N + LEN(c) <= N)

#ifdef BUG_NO_ROOM_FOR_END
#define END 0
#else
#define END 1
#endif

#ifdef BUG_FETCH_TOO_FAR
#define FETCH_TO (seen + N)
#else
#define FETCH_TO (seen + N - 1)
#endif
#ifdef BUG_FETCH_THE_END
#define FETCH_FROM tail
#else
#define FETCH_FROM (tail + 1)
#endif

byte ring[N];
byte head = 0;
bool owned = false;
bool done = false;
byte kills = 1;              /* of producers */
byte next = 1;               /* ghost: the first message that was not published */
byte taken = 0;              /* ghost: the last message that was taken */

inline crash() {
  if
  :: atomic { kills > 0 -> kills-- }; goto dead
  :: skip
  fi
}

inline append(header, cells, following) {
#if !defined(BUG_NO_END) && !defined(BUG_END_LATE)
  ring[(tail + cells) % N] = ENDS + following;
  crash();
#endif
  if
  :: batchAt == NONE -> batchAt = tail; batchHeader = header
  :: else -> ring[tail % N] = header; crash()
  fi;
  tail = tail + cells
}

inline fetch() {
  if
  :: atomic {
       FETCH_FROM <= FETCH_TO -> pad = FETCH_FROM;
       do
       :: pad < FETCH_TO -> pad++
       :: break
       od;
       ring[pad % N] = 0
     };
     pad = 0;
     crash()
  :: pad = 0
  fi
}

inline publish() {
  atomic { ring[batchAt % N] = batchHeader; next = v };
  crash();
#ifdef BUG_END_LATE
  ring[tail % N] = ENDS + v;
  crash();
#endif
  batchAt = NONE; batchHeader = 0
}

active [2] proctype Producer() {
  byte tail, seen, v, c, pad, batchHeader;
  byte batchAt = NONE;
#ifndef BUG_NO_VERDICT
  atomic { !owned -> owned = true };
#endif
  tail = head;
  do
  :: c = ring[tail % N];
     if
     :: ISEND(c) -> break
     :: else ->
#ifndef BUG_NO_VERDICT
        assert(SANE(tail, c));
#endif
        tail = tail + LEN(c)
     fi
  od;
  seen = head;
  v = next;
#ifndef BUG_NO_VERDICT
  assert(NEXT(c) == v);        /* the end has the number of the next record */
#endif
  c = 0;
  do
  :: v > LAST && batchAt == NONE -> break
  :: batchAt != NONE -> publish(); fetch()
  :: v <= LAST ->
     c = 2 * v + ((LENGTHS >> v) & 1);
     if
     :: tail % N + LEN(c) > N -> pad = N - tail % N
     :: else -> pad = 0
     fi;
     if
     :: tail + pad + LEN(c) + END - seen > N -> seen = head
     :: else
     fi;
     if
     :: tail + pad + LEN(c) + END - seen > N && batchAt != NONE -> publish()
     :: tail + pad + LEN(c) + END - seen > N && batchAt == NONE ->
        crash();
        head != seen
     :: else ->
#ifdef BUG_PUBLISH_FIRST
        if
        :: pad > 0 -> append(PAD + pad, pad, v)
        :: else
        fi;
        append(c, LEN(c), v + 1);
        v++;
        pad = tail - LEN(c);
        publish();
        ring[(pad + 1) % N] = c;
        crash();
#else
        ring[(tail + pad + 1) % N] = c;
        crash();
        if
        :: pad > 0 -> append(PAD + pad, pad, v)
        :: else
        fi;
        append(c, LEN(c), v + 1);
        v++;
#endif
        c = 0;
        fetch()
     fi
  od;
  done = true;
dead:
  owned = false
}

inline crashTaker() {
  if
  :: mortal -> goto gone
  :: skip
  fi
}

proctype Taker(bool mortal) {
  byte from, at, c, count, first;
  bool torn, stale, last;
end:
  do
  :: last = done;
     from = head;
     at = from; count = 0; first = 0; torn = false; stale = false;
     do
     :: count < 2 && at - from < N ->
        c = ring[at % N];
        if
        :: ISEND(c) -> break
        :: !ISEND(c) && (!SANE(at, c) || (!ISPAD(c) && count > 0 && VALUE(c) != first + count)) ->
           assert(head != from);          /* else it would call a healthy lane corrupt */
           stale = true;
           break
        :: else ->
           if
           :: ISPAD(c) -> skip
           :: else ->
              if
              :: count == 0 -> first = VALUE(c)
              :: else
              fi;
              torn = torn || ring[(at + 1) % N] != c;
              count++
           fi;
           at = at + LEN(c)
        fi
     :: count > 0 -> break                 /* any limit */
     :: at - from >= N -> break
     od;
     c = 0;
     crashTaker();
     if
     :: stale -> skip
     :: !stale && at == from ->
        if
        :: last && head == from -> break
        :: else -> (head != from || !ISEND(ring[from % N]) || done)
        fi
     :: !stale && at != from ->
        atomic {
          if
#ifdef BUG_NO_CAS
          :: true ->
#else
          :: head == from ->
#endif
             head = at;
             assert(!torn);
             assert(count > 0);            /* a PAD is never alone */
             assert(first == taken + 1);   /* nothing lost, nothing twice, in order */
             taken = taken + count
          :: else
          fi
        }
        crashTaker()
     fi;
     d_step { from = 0; at = 0; count = 0; first = 0; torn = false; stale = false; last = false }
  od;
  assert(taken == LAST);
gone:
  skip
}

init {
  atomic { run Taker(true); run Taker(false) }
}
