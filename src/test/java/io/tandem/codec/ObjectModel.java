package io.tandem.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Classes as users write them, none of them serializable, and values of the JDK. */
final class ObjectModel {
    private ObjectModel() {}

    enum Side {
        BUY,
        SELL {
            @Override
            public String toString() {
                return "sell";
            }
        }
    }

    record Item(String sku, int count, BigDecimal price) {}

    record Order(
            long id,
            String who,
            Side side,
            List<Item> items,
            Map<String, Object> extra,
            Instant at,
            Item none,
            Optional<Item> perhaps,
            DayOfWeek day,
            Data data) {}

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    /** Every primitive, and arrays, which records do not compare. */
    static final class Data extends Named<Shape> {
        private final boolean flag = true;
        private final byte small = -1;
        private final short middle = -2;
        private final char letter = 'ß';
        private final int number = Integer.MIN_VALUE;
        private final long large = Long.MAX_VALUE;
        private final float single = 1.5f;
        private final double wide = Double.NaN;
        private final int[] numbers = {1, -2, 3};
        private final long[][] rows = {{1}, null};
        private final Item[][] table = {{new Item("q", 0, null), null}, null};
        private final List<? extends Shape> shapes = new ArrayList<>(List.of(new Square(3)));
        transient int forgotten = 7;

        Data(String name) {
            super(name, new Circle(2));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Data data && toString().equals(data.toString());
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return Arrays.deepToString(new Object[] {
                name, content, flag, small, middle, letter, number, large, single, wide, numbers, rows, table, shapes
            });
        }
    }

    static class Named<T> {
        final String name;
        final T content;

        Named(String name, T content) {
            this.name = name;
            this.content = content;
        }
    }

    static Order order() {
        return new Order(
                7,
                "wer \ud800",
                Side.SELL,
                List.of(new Item("a", 1, new BigDecimal("1.50")), new Item("b", 2, BigDecimal.TEN)),
                new HashMap<>(Map.of("k", List.of(1, 5L))),
                Instant.ofEpochSecond(5, 999_999_999),
                null,
                Optional.of(new Item("c", 1, null)),
                DayOfWeek.FRIDAY,
                new Data("d"));
    }

    /** Values and collections of the JDK, some of which hold an object of a user's class. */
    static Object[] values() {
        Item item = new Item("i", 1, BigDecimal.ONE);
        List<Object> holes = new ArrayList<>(Arrays.asList(item, null));
        return new Object[] {
            holes,
            Arrays.asList(1, null),
            List.of(),
            List.of(1, 2, item),
            holes.stream().toList(),
            holes.subList(0, 1),
            Collections.unmodifiableList(holes),
            new LinkedList<>(holes),
            new CopyOnWriteArrayList<>(holes),
            Set.of(item),
            new LinkedHashSet<>(holes),
            new TreeSet<>(List.of("b", "a")),
            new LinkedHashMap<>(Map.of(1, item)).keySet(),
            Map.of("a", item),
            Collections.singletonMap(null, item),
            new LinkedHashMap<>(Map.of(1, item)),
            new TreeMap<>(Map.of("z", 1, "a", 2)),
            new ConcurrentHashMap<>(Map.of(1, item)),
            new IdentityHashMap<>(Map.of(item, 1)).values().stream().toList(),
            new BigDecimal("1.50"),
            BigInteger.TWO.pow(200),
            new UUID(3, 4),
            Currency.getInstance("EUR"),
            new Date(5),
            BitSet.valueOf(new long[] {5}),
            Optional.empty(),
            Optional.of(item),
            OptionalInt.of(1),
            OptionalLong.of(1),
            OptionalDouble.of(1),
            Instant.MAX,
            Duration.ofNanos(-1),
            Period.ofDays(-1),
            Year.of(1),
            YearMonth.of(1, 2),
            MonthDay.of(2, 29),
            LocalDate.MIN,
            LocalTime.of(1, 2, 3, 999_999_999),
            LocalDateTime.MAX,
            OffsetTime.of(LocalTime.NOON, ZoneOffset.MIN),
            OffsetDateTime.of(2020, 1, 1, 1, 1, 1, 1, ZoneOffset.UTC),
            ZonedDateTime.of(2020, 1, 1, 1, 1, 1, 1, ZoneId.of("Europe/Berlin")),
            ZoneOffset.ofHours(2),
            ZoneId.of("Europe/Berlin"),
            'c',
            (short) 1,
            (byte) 1,
            1f,
            1d,
            true,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            "half \ud800 pair"
        };
    }

    /** Arrays, which are compared by their elements. */
    static Object[] arrays() {
        return new Object[] {
            new String[] {"a", null},
            new Object[] {1, "b", new Item("i", 1, null)},
            new Item[] {new Item("i", 1, null)},
            new boolean[] {true, false},
            new char[] {'x'},
            new double[] {-0.0}
        };
    }
}
