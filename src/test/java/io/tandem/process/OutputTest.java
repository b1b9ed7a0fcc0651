package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.Tandem;
import io.tandem.support.Await;
import io.tandem.support.Jvm;
import io.tandem.value.SharedLong;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What children write: captured, read along, forwarded. */
class OutputTest {
    private final Tandem tandem = Tandem.open();

    @AfterEach
    void close() {
        for (ChildProcess child : ChildProcess.activeChildren()) {
            child.kill();
        }
        tandem.close();
    }

    @Test
    void bothOutputsAreCaptured() throws Exception {
        ChildProcess child = tandem.process().capture().start(() -> {
            System.out.println("one");
            System.err.print("two");
            System.out.print("three");
        });
        child.join();
        assertEquals("one\nthree", child.outputText());
        assertEquals("two", child.errorText());
        assertEquals("one\nthree", new String(child.outputStream().readAllBytes()));
    }

    @Test
    void outputIsReadWhileTheChildRuns() throws Exception {
        SharedLong answers = tandem.newLong(0);
        ChildProcess child = tandem.process().capture().start(() -> {
            for (int i = 0; i < 3; i++) {
                System.out.println("line " + i);
                int next = i + 1;
                Await.until("the answer", () -> answers.get() == next);
            }
        });
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(child.outputStream()))) {
            for (int i = 0; i < 3; i++) {
                assertEquals("line " + i, reader.readLine());
                answers.getAndAdd(1);
            }
            assertEquals(null, reader.readLine());
        }
        child.join();
    }

    @Test
    void noMoreThanTheLimitIsKept() throws Exception {
        ChildProcess child = tandem.process().capture(1000).start(() -> {
            for (int i = 0; i < 100_000; i++) {
                System.out.println(i);
            }
        });
        child.join();
        String text = child.outputText();
        assertTrue(text.startsWith("[587890 bytes before this were dropped]\n"), text);
        assertTrue(text.endsWith("\n99998\n99999\n"), text);
        assertEquals(1000, text.length() - text.indexOf('\n') - 1);
        assertEquals(text, new String(child.outputStream().readAllBytes()));
        assertEquals("", child.errorText());
    }

    @Test
    void aLargeOutputArrivesWhole() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            all.append("line ").append(i).append('\n');
        }
        ChildProcess child = tandem.process().capture().start(() -> {
            for (int i = 0; i < 200_000; i++) {
                System.out.println("line " + i);
            }
        });
        child.join();
        assertEquals(all.toString(), child.outputText());
    }

    /** What the pump's own thread never sees: it came after its last look. */
    @Test
    void theLastWordsOfAChildArrive() {
        Thread test = Thread.currentThread();
        InputStream source = new ByteArrayInputStream(new byte[60_000]) {
            @Override
            public synchronized int available() {
                return Thread.currentThread() == test ? super.available() : 0;
            }
        };
        CapturedOutput captured = new CapturedOutput(100_000);
        OutputPump.start(source, captured).finish();
        assertEquals(60_000, captured.text().length());
    }

    @Test
    void aGrandchildThatKeepsThePipeHoldsUpNobody() throws Exception {
        ChildProcess child = tandem.process().capture().start(() -> {
            Process sleeper = new ProcessBuilder("sleep", "1000")
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            System.out.print(sleeper.pid());
        });
        child.join();
        long sleeper = Long.parseLong(child.outputText());
        assertTrue(ProcessHandle.of(sleeper).isPresent());
        Await.until(
                "no thread waits for the pipe",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("tandem-output")));
        assertEquals(-1, child.errorStream().read());
        Jvm.signal(sleeper, "KILL");
    }

    @Test
    void onlyWhatWasCapturedCanBeRead() throws Exception {
        ChildProcess plain = tandem.process();
        assertThrows(IllegalStateException.class, plain::outputText);
        ChildProcess forwarded = tandem.process().forward("");
        assertThrows(IllegalStateException.class, forwarded::errorStream);
        assertThrows(IllegalArgumentException.class, () -> tandem.process().capture(0));
        plain.start(() -> {}).join();
        assertThrows(IllegalStateException.class, plain::capture);
    }

    /** Children that write lines in pieces, forwarded by one JVM. */
    static final class Chorus {
        static final int CHILDREN = 4;
        static final int LINES = 500;

        public static void main(String[] arguments) throws Exception {
            try (Tandem tandem = Tandem.open()) {
                List<ChildProcess> children = new ArrayList<>();
                for (int i = 0; i < CHILDREN; i++) {
                    int voice = i;
                    children.add(tandem.process().forward("[" + i + "] ").start(() -> {
                        String word = Integer.toString(voice).repeat(300);
                        for (int line = 0; line < LINES; line++) {
                            System.out.print(word);
                            System.out.flush();
                            System.out.println(word);
                        }
                        System.err.print("end of " + voice);
                    }));
                }
                for (ChildProcess child : children) {
                    child.join();
                }
            }
        }
    }

    @Test
    void forwardedLinesAreNeverTorn() throws Exception {
        try (Jvm jvm = Jvm.start(Chorus.class)) {
            List<String> lines = jvm.awaitSuccess();
            for (int i = 0; i < Chorus.CHILDREN; i++) {
                String whole = "[" + i + "] " + Integer.toString(i).repeat(600);
                assertEquals(Chorus.LINES, lines.stream().filter(whole::equals).count());
                assertTrue(lines.contains("[" + i + "] end of " + i), jvm::toString);
            }
            long ours = lines.stream().filter(line -> line.startsWith("[")).count();
            assertEquals(Chorus.CHILDREN * (Chorus.LINES + 1), ours);
        }
    }

    @Test
    void heapIsTheChildsOwn() throws Exception {
        SharedLong heap = tandem.newLong(0);
        ChildProcess child = tandem.process()
                .heap("64m")
                .start(() -> heap.set(Runtime.getRuntime().maxMemory()));
        child.join();
        assertEquals(OptionalInt.of(0), child.exitCode());
        assertTrue(heap.get() > 0 && heap.get() <= 64 << 20, () -> heap.toString());
        assertFalse(child.isAlive());
    }
}
