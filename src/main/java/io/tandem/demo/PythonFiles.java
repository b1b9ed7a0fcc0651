package io.tandem.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/** The same job by Python's {@code multiprocessing.Pool}, where there is a {@code python3}. */
record PythonFiles(FileSum sum, double seconds) {
    /** Reads file names from its input; writes the two sums, modulo 2^64, and the seconds without the start of the pool. */
    private static final String SCRIPT = """
            import hashlib, multiprocessing, re, sys, time

            WORD = re.compile(rb'[A-Za-z0-9]+')

            def sums(name):
                with open(name, 'rb') as file:
                    data = file.read()
                return int.from_bytes(hashlib.sha256(data).digest()[:8], 'big'), len(WORD.findall(data))

            workers, rounds, warm = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
            names = sys.stdin.read().splitlines()
            with multiprocessing.get_context('fork').Pool(workers) as pool:
                pool.map(sums, names * warm)
                start = time.perf_counter()
                found = pool.map(sums, names * rounds)
                seconds = time.perf_counter() - start
            print(sum(each[0] for each in found) % 2**64, sum(each[1] for each in found), seconds)
            """;

    /** Null where there is no Python. Waits for its end. */
    static PythonFiles run(List<String> names, int workers, int rounds) throws InterruptedException {
        try {
            Process python = new ProcessBuilder(
                            "python3", "-c", SCRIPT, workers + "", rounds + "", FileTreeStep.WARM_ROUNDS + "")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedWriter input = python.outputWriter()) {
                for (String name : names) {
                    input.write(name + "\n");
                }
            }
            try (BufferedReader output = python.inputReader()) {
                String line = output.readLine();
                if (python.waitFor() != 0 || line == null) {
                    return null;
                }
                String[] said = line.split(" ");
                FileSum sum = new FileSum(Long.parseUnsignedLong(said[0]), Long.parseLong(said[1]));
                return new PythonFiles(sum, Double.parseDouble(said[2]));
            }
        } catch (IOException noPython) {
            return null;
        }
    }
}
