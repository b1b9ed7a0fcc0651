package io.tandem.codec;

import java.io.BufferedReader;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/**
 * What a record costs by {@code Codecs.of}, that is Kryo, and by Java serialization: the first encode and decode of a JVM, each in
 * JVMs of their own, later ones, and its bytes. In turns.
 */
public final class CodecVersus {
    private static final int JVMS = 9;
    private static final int ROUNDS = 50;
    private static final int TIMES = 20_000;

    record Item(int count, BigDecimal price) implements Serializable {}

    record Order(long number, Instant at, List<Item> items) implements Serializable {}

    private CodecVersus() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            measure(arguments[0]);
            return;
        }
        double[][][] figures = new double[2][4][JVMS];
        for (int jvm = 0; jvm < JVMS; jvm++) {
            for (int kind = 0; kind < 2; kind++) {
                String[] found = inFreshJvm(kind == 0 ? "kryo" : "java").split(" ");
                for (int i = 0; i < found.length; i++) {
                    figures[kind][i][jvm] = Double.parseDouble(found[i]);
                }
            }
        }
        for (int kind = 0; kind < 2; kind++) {
            System.out.printf(
                    "%-20s first encode and decode %6.1f ms, later encode %6.2f µs, decode %6.2f µs, %4.0f bytes%n",
                    kind == 0 ? "Kryo" : "Java serialization",
                    median(figures[kind][0]),
                    median(figures[kind][1]),
                    median(figures[kind][2]),
                    median(figures[kind][3]));
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Codec<Order> codec(String kind) {
        return kind.equals("kryo")
                ? Codecs.of(Order.class, Item.class)
                : Codecs.serializable(Order.class, Item.class, Instant.class, BigDecimal.class, List.class);
    }

    private static String inFreshJvm(String kind) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CodecVersus.class.getName(), kind));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            process.waitFor();
            return line;
        }
    }

    private static void measure(String kind) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
        Order order = new Order(
                4_711,
                Instant.parse("2026-11-22T03:00:00Z"),
                List.of(new Item(3, new BigDecimal("19.90")), new Item(1, new BigDecimal("249.00"))));
        long start = System.nanoTime();
        Codec<Order> codec = codec(kind);
        int length = codec.encode(order, buffer, 0);
        Order copy = codec.decode(buffer, 0, length);
        double first = (System.nanoTime() - start) / 1e6;
        if (!order.equals(copy)) {
            throw new AssertionError(copy);
        }
        double encode = Double.MAX_VALUE;
        double decode = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                length = codec.encode(order, buffer, 0);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                copy = codec.decode(buffer, 0, length);
            }
            encode = Math.min(encode, (middle - begin) / 1e3 / TIMES);
            decode = Math.min(decode, (System.nanoTime() - middle) / 1e3 / TIMES);
        }
        System.out.println(first + " " + encode + " " + decode + " " + length + (order.equals(copy) ? "" : " wrong"));
    }
}
