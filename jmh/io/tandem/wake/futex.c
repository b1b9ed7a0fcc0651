/* What Sleeper does, without a JVM: answer FILE, or ask FILE NANOS. Two counters in a shared file, each slept on. */
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MOST (1 << 20)

struct words {
    _Atomic int there;
    char pad[124];
    _Atomic int back;
};

static struct words *words;
static long samples[MOST];

static void raise_to(_Atomic int *word, int value) {
    atomic_store(word, value);
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void await(_Atomic int *word, int value) {
    for (int seen = atomic_load(word); seen != value; seen = atomic_load(word)) {
        syscall(SYS_futex, word, FUTEX_WAIT, seen, NULL, NULL, 0);
    }
}

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    long x = *(const long *)a, y = *(const long *)b;
    return x < y ? -1 : x > y;
}

static int ask(long nanos) {
    static int number;
    long start = now(), before = start;
    int count = 0;
    while (before - start < nanos && count < MOST) {
        raise_to(&words->there, ++number);
        await(&words->back, number);
        long end = now();
        samples[count++] = end - before;
        before = end;
    }
    return count;
}

int main(int argc, char **argv) {
    int file = open(argv[2], O_RDWR | O_CREAT, 0600);
    if (argc < 3 || file < 0 || ftruncate(file, 4096) != 0) {
        return 2;
    }
    words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("READY");
    if (strcmp(argv[1], "answer") == 0) {
        for (int number = 1;; number++) {
            await(&words->there, number);
            raise_to(&words->back, number);
        }
    }
    while (getchar() != EOF) {
        int count = ask(atol(argv[3]));
        qsort(samples, count, sizeof *samples, ascending);
        printf("RESULT %ld %ld %d\n", samples[count / 2], samples[count * 99L / 100], count);
    }
    return 0;
}
