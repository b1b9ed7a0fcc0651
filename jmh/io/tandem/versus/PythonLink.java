package io.tandem.versus;

import java.io.IOException;
import java.util.List;

/** Python's {@code multiprocessing}: a script that does what {@link Peer} does, as the leader and its children. */
final class PythonLink {
    private static final String PYTHON = "python3";

    private static final String SCRIPT = """
            import multiprocessing, os, struct, sys, threading, time
            kind, mode = sys.argv[1:3]
            size, capacity, warmup, seconds, senders, top = [float(word) for word in sys.argv[3:9]]
            cores = [int(word) for word in sys.argv[9:]]
            size, senders = int(size), int(senders)
            LAP = 4096
            asked = 0

            def table(sender):
                return struct.pack('<%dq' % (LAP + size // 8), *range(sender << 56, (sender << 56) + LAP + size // 8))

            def pin(core):
                if core >= 0:
                    os.sched_setaffinity(0, {core})

            def channel():
                if kind == 'pipe':
                    receiver, sender = multiprocessing.Pipe(False)
                    return receiver.recv_bytes, sender.send_bytes
                queue = multiprocessing.Queue(max(1, int(min(capacity // size, top))))
                return queue.get, queue.put

            def flood(sender, put):
                pin(cores[1 + sender])
                words, n = table(sender), 0
                while True:
                    at = n % LAP * 8
                    put(words[at:at + size])
                    n += 1

            def echo(get, put):
                pin(cores[0])
                while True:
                    put(get())

            def orders():
                global asked
                for line in sys.stdin:
                    asked += 1
                os._exit(1)

            def counting(get):
                tables, numbers = [table(sender) for sender in range(senders)], [0] * senders
                def measure(duration):
                    start, count = time.perf_counter(), 0
                    while True:
                        for _ in range(16):
                            message = get()
                            sender = message[7]
                            at = numbers[sender] % LAP * 8
                            if message != tables[sender][at:at + size]:
                                raise AssertionError('a wrong message')
                            numbers[sender] += 1
                        count += 16
                        elapsed = time.perf_counter() - start
                        if elapsed >= duration:
                            return [count / elapsed]
                return measure

            def playing(get, put):
                words = table(0)
                def measure(duration):
                    start, times, n = time.perf_counter_ns(), [], 0
                    before = start
                    while before - start < duration * 1e9:
                        at = n % LAP * 8
                        put(words[at:at + size])
                        if get() != words[at:at + size]:
                            raise AssertionError('a wrong message')
                        after = time.perf_counter_ns()
                        times.append(after - before)
                        before, n = after, n + 1
                    times.sort()
                    return [times[int(len(times) * part)] for part in (0.5, 0.9, 0.99, 0.999)] + [times[-1]]
                return measure

            def start(target, *what):
                multiprocessing.Process(target=target, args=what, daemon=True).start()

            multiprocessing.set_start_method('fork')
            get, put = channel()
            if mode == 'ROUNDTRIP':
                back, answer = channel()
                start(echo, get, answer)
                measure = playing(back, put)
                pin(cores[1])
            else:
                for sender in range(senders):
                    start(flood, sender, put)
                measure = counting(get)
                pin(cores[0])
            threading.Thread(target=orders, daemon=True).start()
            measure(warmup)
            print('READY', flush=True)
            done = 0
            while True:
                while asked == done:
                    measure(0.005)
                measure(0.005)
                print('RESULT', *measure(seconds), flush=True)
                done += 1
            """;

    private PythonLink() {}

    static boolean isHere() {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import multiprocessing.synchronize")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    static List<String> command(Contestant contestant) {
        return List.of(PYTHON, "-c", SCRIPT, contestant == Contestant.PYTHON_PIPE ? "pipe" : "queue");
    }
}
