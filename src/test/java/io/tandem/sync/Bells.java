package io.tandem.sync;

import io.tandem.Tandem;
import io.tandem.file.FileLayout;
import io.tandem.file.Kind;
import io.tandem.file.SharedFile;
import io.tandem.support.Await;
import io.tandem.wait.Bell;
import io.tandem.wait.Neighbours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a test can see of who sleeps. */
final class Bells {
    private static final Pattern BELL = Pattern.compile("bell@(\\d+)");

    private Bells() {}

    /** Waits until somebody sleeps, or is just about to. */
    static void awaitSleeper(Path path, Kind kind) {
        Await.until("somebody sleeps on " + path, () -> hasSleeper(path, kind));
    }

    private static int offset(Kind kind) {
        Matcher bell = BELL.matcher(kind.layout());
        bell.find();
        return Integer.parseInt(bell.group(1));
    }

    private static boolean hasSleeper(Path path, Kind kind) {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(word, FileLayout.BODY_AT + offset(kind));
            return (word.getInt(0) & 1) != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until somebody sleeps who does not look up by itself before its next tick: after every JVM can wake others, for
     * until then sleeps are short, it is woken once more.
     */
    static void awaitDeepSleeper(Tandem tandem, Path path, Kind kind) {
        awaitSleeper(path, kind);
        Await.until("all can ring", () -> tandem.directory().participants().allRing());
        SharedFile file = SharedFile.attach(path, kind);
        new Bell(file.mapping(), file.body(offset(kind)), Neighbours.NONE).ring();
        file.release();
        awaitSleeper(path, kind);
    }
}
