package io.tandem.sync;

import io.tandem.owner.SharedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;

/**
 * A JVM that does what its arguments say after the path of a thing, then what its standard input says, in order. A word is
 * a verb and perhaps a number, as {@code acquire:2}. Says {@code begins}, then {@code did} with the result or {@code threw}.
 */
final class Crew {
    private Crew() {}

    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        SharedObject thing = attach(path);
        for (int i = 1; i < arguments.length; i++) {
            perform(thing, arguments[i]);
        }
        System.out.println("ready");
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            perform(thing, input.nextLine());
        }
    }

    private static SharedObject attach(Path path) throws Exception {
        byte[] head = Files.readAllBytes(path);
        return switch (new String(head, 16, 16, java.nio.charset.StandardCharsets.US_ASCII).trim()) {
            case "semaphore" -> SharedSemaphore.attach(path);
            case "event" -> SharedEvent.attach(path);
            case "latch" -> SharedCountDownLatch.attach(path);
            default -> barrier(path);
        };
    }

    private static SharedBarrier barrier(Path path) {
        try {
            return SharedBarrier.attach(path);
        } catch (IllegalArgumentException hasOne) {
            return SharedBarrier.attach(path, () -> System.out.println("acts"));
        }
    }

    private static void perform(SharedObject thing, String word) {
        System.out.println("begins " + word);
        String[] parts = word.split(":");
        try {
            System.out.println("did " + word + " " + result(thing, parts[0], parts.length > 1 ? parts[1] : ""));
        } catch (Exception e) {
            System.out.println("threw " + word + " " + e.getClass().getSimpleName());
            System.out.println("message " + e.getMessage());
        }
    }

    private static Object result(SharedObject thing, String verb, String number) throws Exception {
        switch (verb) {
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(7);
            case "close" -> thing.close();
            case "block" -> SyncNoun.block(thing);
            default -> {
                return thing instanceof SharedSemaphore semaphore
                        ? semaphore(semaphore, verb, Integer.parseInt(number))
                        : thing instanceof SharedBarrier barrier ? barrier(barrier, verb, number) : flag(thing, verb);
            }
        }
        return "";
    }

    private static Object semaphore(SharedSemaphore semaphore, String verb, int number) throws Exception {
        switch (verb) {
            case "acquire" -> semaphore.acquire(number);
            case "release" -> semaphore.release(number);
            case "try" -> {
                return semaphore.tryAcquire(number);
            }
            default -> throw new AssertionError(verb);
        }
        return "";
    }

    private static Object barrier(SharedBarrier barrier, String verb, String number) throws Exception {
        switch (verb) {
            case "await" -> {
                return number.isEmpty() ? barrier.await() : barrier.await(Duration.ofMillis(Long.parseLong(number)));
            }
            case "register" -> barrier.register();
            case "reset" -> barrier.reset();
            case "abort" -> barrier.abort();
            default -> throw new AssertionError(verb);
        }
        return "";
    }

    private static Object flag(SharedObject thing, String verb) throws Exception {
        SharedEvent event = thing instanceof SharedEvent it ? it : null;
        switch (verb) {
            case "set" -> event.set();
            case "clear" -> event.clear();
            case "count" -> ((SharedCountDownLatch) thing).countDown();
            default -> throw new AssertionError(verb);
        }
        return "";
    }
}
