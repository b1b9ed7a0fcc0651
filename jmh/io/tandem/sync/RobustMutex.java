package io.tandem.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The peer in C: a robust mutex shared between processes, doing what {@link LockWorker} does. */
final class RobustMutex {
    private static final String SOURCE = """
            #include <errno.h>
            #include <fcntl.h>
            #include <pthread.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/mman.h>
            #include <time.h>
            #include <unistd.h>

            struct shared { pthread_mutex_t mutex; char gap[128]; volatile long counter; };

            static long now(void) {
                struct timespec t;
                clock_gettime(CLOCK_MONOTONIC, &t);
                return t.tv_sec * 1000000000L + t.tv_nsec;
            }

            int main(int argc, char **argv) {
                int file = open(argv[1], O_RDWR | O_CREAT, 0600);
                if (file < 0 || ftruncate(file, sizeof(struct shared)) != 0) return 1;
                struct shared *s = mmap(0, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
                if (argv[2][0] == '0') {
                    pthread_mutexattr_t a;
                    pthread_mutexattr_init(&a);
                    pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);
                    pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);
                    pthread_mutex_init(&s->mutex, &a);
                }
                char line[64];
                puts("0");
                fflush(stdout);
                while (fgets(line, sizeof line, stdin)) {
                    long end = now() + atol(line) * 1000000L, count = atol(line) < 0 ? s->counter : 0;
                    while (now() < end) {
                        for (int i = 0; i < 1000; i++) {
                            if (pthread_mutex_lock(&s->mutex) != 0) return 2;
                            s->counter++;
                            pthread_mutex_unlock(&s->mutex);
                        }
                        count += 1000;
                    }
                    printf("%ld\\n", count);
                    fflush(stdout);
                }
                return 0;
            }
            """;

    private RobustMutex() {}

    /** The program's path, or null where there is no compiler. */
    static String compile(Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("mutex.c"), SOURCE);
        Path program = directory.resolve("mutex");
        try {
            Process compiler = new ProcessBuilder("cc", "-O2", "-pthread", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            return compiler.onExit().join().exitValue() == 0 ? program.toString() : null;
        } catch (IOException noCompiler) {
            return null;
        }
    }
}
