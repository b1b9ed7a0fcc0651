/*
 * The index ring: one order for all lanes, at most N messages inside. A slot holds a lap and where the record lies; slot t % M of
 * lap t / M + 1 is position t, and no word says where the filled ones end. Each lane has PLACES places for records and
 * one producer at a time, which may die after any write, or leave; the next one goes on with the rest of its messages. Two takers, one of
 * them mortal, take up to BATCH records by one CAS. Somebody may shut the queue down. All steps are sequentially consistent. What dies
 * between two of its writes might have died right after the first of them: nobody can tell.
 *
 * Each BUG_ macro breaks one rule and must be found.
 */
#ifndef N
#define N 2
#endif
#ifdef BUG_NO_SLOT_FOR_END
#define M N
#else
#define M (N + 1)
#endif
#ifndef PLACES
#define PLACES 1
#endif
#ifndef BATCH
#define BATCH 2
#endif
#ifndef FIRST
#define FIRST 3                      /* messages of the first lane */
#endif
#ifndef SECOND
#define SECOND 1                     /* and of the second */
#endif
#ifndef ENDS
#define ENDS 1
#endif

#define END 15                       /* a place */
#define LAP(t) ((t) / M + 1)
#define WORD(t, place) (LAP(t) * 16 + (place))
#define LAPOF(w) ((w) / 16)
#define PLACE(w) ((w) % 16)
#define OLDER(w, t) (LAPOF(w) < LAP(t))
#define NEWER(w, t) (LAPOF(w) > LAP(t))
#define FILLED(w, t) (LAPOF(w) == LAP(t) && PLACE(w) != END)
#define ISEND(w, t) (LAPOF(w) == LAP(t) && PLACE(w) == END)

byte slot[M];
byte head = 0;
byte record[2 * PLACES];             /* 0 while it is being written */
byte ends = ENDS;                    /* of producers, by a kill or by leaving */
byte live = 2;                       /* those who may still fill a slot */
byte published = 0;                  /* ghost: the frontier */
byte log[M];                         /* ghost: what was put at each position from head on */
bool ended = false;                  /* ghost: END is in its slot */
bool wasFull[2] = true;              /* ghost: false while a producer has looked for room only at instants that had some */
bool wasEmpty[2] = true;             /* ghost: the same of takers */

inline crash() {
  if
  :: ends > 0 -> ends--; goto dead
  :: skip
  fi
}

/* Moves t, which was the frontier once, to the first slot that is not filled; w is what was found there. */
inline frontier() {
  do
  :: atomic { FILLED(slot[t % M], t) -> t++ }
#ifdef BUG_STALE_LAP
  :: atomic { NEWER(slot[t % M], t) -> w = slot[t % M]; break }
#else
  :: NEWER(slot[t % M], t) -> assert(t < head); t = head
#endif
  :: atomic { ISEND(slot[t % M], t) -> w = slot[t % M]; break }
  :: atomic { OLDER(slot[t % M], t) -> w = slot[t % M]; break }
  od
}

inline fill() {
  atomic { record[place] = 0; crash() };
  atomic { record[place] = 8 * lane + k + 1; crash() }
}

inline beginOffer() {
  wasFull[lane] = published - head == N
}

inline endOffer() {
  wasFull[lane] = true
}

proctype Producer(byte lane; byte count) {
  byte t, w, h, k, place, drained;
  byte reusable[PLACES];             /* once head is there */
  place = lane * PLACES;
next:
  t = head;                          /* a private hint */
  head >= drained;
  drained = 0;
  do
  :: k == count -> break
  :: k < count ->
     head >= reusable[place - lane * PLACES];
#ifndef BUG_PUBLISH_FIRST
     fill();
#endif
     atomic { beginOffer() };
     do
     :: true ->
#ifdef BUG_HEAD_FIRST
        h = head;
#endif
        frontier();
        if
        :: ISEND(w, t) -> goto refused
        :: else
        fi;
#ifndef BUG_HEAD_FIRST
        h = head;
#endif
        if
        :: t >= h && t - h >= N ->
           assert(wasFull[lane]);
           atomic { (head != h || ended) -> beginOffer() }
        :: else ->
           atomic {
             if
             :: slot[t % M] == w ->
                slot[t % M] = WORD(t, place);
                assert(t == published);        /* nothing is overwritten, no gap */
                assert(!ended);
                log[t % M] = 8 * lane + k + 1;
                published++;
                assert(published - head <= N);
                if
                :: published - head == N -> wasFull[0] = true; wasFull[1] = true
                :: else
                fi;
                endOffer();
                w = 0; h = 0;
#ifndef BUG_PUBLISH_FIRST
                crash();
#endif
                break
             :: else -> w = 0; h = 0
             fi
           }
        fi
     od;
     atomic {
#ifdef BUG_REUSED_EARLY
       reusable[place - lane * PLACES] = t;
#else
       reusable[place - lane * PLACES] = t + 1;
#endif
       t++
     };
#ifdef BUG_PUBLISH_FIRST
     fill();
#endif
     atomic {
       k++;
       place = lane * PLACES + (place + 1) % PLACES
     };
     if
     :: atomic { ends > 0 && k < count -> ends-- };
        goto leave
     :: skip
     fi
  od;
refused:
  atomic { endOffer(); live-- };
  goto gone;
leave:
  frontier();
#ifndef BUG_NO_DRAINED
  drained = t;
#endif
  goto follow;
dead:
  atomic { k++; endOffer(); w = 0; h = 0; t = head };   /* the next one begins to look */
  frontier();
#ifndef BUG_NO_DRAIN
  drained = t;
#endif
follow:
  atomic {
    w = 0; h = 0; place = lane * PLACES;
    for (t : 0 .. PLACES - 1) { reusable[t] = 0 };
    t = 0;
    goto next
  };
gone:
  skip
}

inline crashTaker() {
  if
  :: mortal -> goto gone
  :: skip
  fi
}

proctype Taker(byte self; bool mortal) {
  byte h, n, w;
  bool bad, last;
  do
  :: atomic {
       wasEmpty[self] = published == head;
       last = live == 0;
       h = head
     };
     do
     :: n < BATCH ->
        w = slot[(h + n) % M];
        if
        :: FILLED(w, h + n) ->
           bad = bad || head == h && record[PLACE(w)] != log[(h + n) % M];
           n++
        :: else -> break
        fi
     :: n > 0 -> break                         /* any limit */
     od;
     if
     :: n > 0 ->
        atomic {
          w = 0;
          crashTaker();
          if
#ifdef BUG_NO_CAS
          :: true ->
#else
          :: head == h ->
#endif
             assert(head == h);                /* in order, nothing twice */
             assert(!bad);
             head = h + n;
             assert(head <= published);
             if
             :: head == published -> wasEmpty[0] = true; wasEmpty[1] = true
             :: else
             fi;
             crashTaker()
          :: else
          fi
        }
     :: n == 0 && NEWER(w, h) -> assert(head != h)      /* else it would try for ever */
     :: n == 0 && ISEND(w, h) -> break
     :: n == 0 && OLDER(w, h) ->
        assert(wasEmpty[self]);
        if
        :: last -> break
        :: else -> wasEmpty[self] = true; (head != h || slot[h % M] != w || live == 0)
        fi
     fi;
     atomic { h = 0; n = 0; w = 0; bad = false; last = false; wasEmpty[self] = true }
  od;
  assert(head == published);                   /* nothing is lost */
gone:
  atomic { h = 0; n = 0; w = 0; bad = false; last = false; wasEmpty[self] = true }
}

proctype Shutter() {
  byte t, w;
  t = head;
  do
  :: frontier();
     if
     :: ISEND(w, t) -> break
     :: else
     fi;
     atomic {
       if
#ifdef BUG_END_BY_STORE
       :: true ->
#else
       :: slot[t % M] == w ->
#endif
          slot[t % M] = WORD(t, END);
          assert(t == published);
          ended = true;
          break
       :: else
       fi
     }
  od;
  atomic { live-- }
}

init {
  atomic {
#ifdef SHUTDOWN
    live++;
    run Shutter();
#endif
    run Producer(0, FIRST); run Producer(1, SECOND);
    run Taker(0, true); run Taker(1, false)
  }
}
