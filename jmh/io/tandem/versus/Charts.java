package io.tandem.versus;

import io.tandem.versus.Options.Mode;
import io.tandem.versus.Results.Group;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws results as SVG: throughput by size, round trips by percentile, throughput by senders. All axes but the latter's are logarithmic. */
final class Charts {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 620;
    private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{2,}");
    private static final String FONT = "SansSerif";
    private static final String[] PERCENTILES = {"median", "90 %", "99 %", "99.9 %", "longest"};

    private static final Color[] OURS = {
        new Color(0xB2182B), new Color(0xEF6548), new Color(0xFD8D3C), new Color(0xC51B8A), new Color(0x7A0177)
    };
    private static final Color[] PEERS = {
        new Color(0x08519C), new Color(0x3182BD), new Color(0x1B9E77), new Color(0x66A61E), new Color(0x5E4FA2),
        new Color(0x8C6BB1), new Color(0x636363), new Color(0x969696), new Color(0x252525), new Color(0x8C510A)
    };
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN
    };

    private final Results results;

    private Charts(Results results) {
        this.results = results;
    }

    static void draw(Results results, Path directory) throws IOException {
        Charts charts = new Charts(results);
        Files.createDirectories(directory);
        charts.bySize(directory.resolve("throughput.svg"));
        for (Group group : results.groups()) {
            if (group.mode() == Mode.ROUNDTRIP) {
                charts.byPercentile(group, directory.resolve("roundtrip-" + group.size() + ".svg"));
            } else if (group.mode() == Mode.SCALING) {
                charts.bySenders(group, directory.resolve("scaling-" + group.size() + ".svg"));
            }
        }
    }

    /** Lines by title: x and y in turns. */
    private static final class Lines {
        private final Map<Contestant, List<double[]>> points = new LinkedHashMap<>();

        void add(Contestant contestant, double x, double y) {
            if (contestant.isDrawn()) {
                points.computeIfAbsent(contestant, c -> new ArrayList<>()).add(new double[] {x, y});
            }
        }
    }

    private void bySize(Path file) throws IOException {
        Lines lines = new Lines();
        for (Group group : results.groups()) {
            if (group.mode() == Mode.THROUGHPUT) {
                group.rounds().forEach((key, rounds) -> {
                    Entrant entrant = Entrant.of(key);
                    if (entrant.senders() == 1) {
                        lines.add(entrant.contestant(), log2(group.size()), Report.median(rounds, 0));
                    }
                });
            }
        }
        write(
                file,
                "Messages between two JVMs, one way",
                "bytes per message",
                "messages per second",
                lines,
                Charts::size,
                Charts::count);
    }

    private void byPercentile(Group group, Path file) throws IOException {
        Lines lines = new Lines();
        group.rounds().forEach((key, rounds) -> {
            for (int which = 0; which < PERCENTILES.length; which++) {
                lines.add(Entrant.of(key).contestant(), which, Report.median(rounds, which));
            }
        });
        String title = "Round trip of " + group.size() + " bytes between two JVMs";
        write(file, title, "percentile", "time", lines, x -> PERCENTILES[x.intValue()], Charts::time);
    }

    private void bySenders(Group group, Path file) throws IOException {
        Lines lines = new Lines();
        group.rounds().forEach((key, rounds) -> {
            Entrant entrant = Entrant.of(key);
            lines.add(entrant.contestant(), log2(entrant.senders()), Report.median(rounds, 0));
        });
        String title = "Messages of " + group.size() + " bytes to one JVM";
        write(file, title, "JVMs that send", "messages per second", lines, Charts::size, Charts::count);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    private static String size(double log2) {
        long size = Math.round(Math.pow(2, log2));
        return size < 1024 ? Long.toString(size) : size / 1024 + " Ki";
    }

    private static String count(double value) {
        return inUnits(value, "", " k", " M", " G");
    }

    private static String time(double nanos) {
        return inUnits(nanos, " ns", " µs", " ms", " s");
    }

    private static String inUnits(double value, String... units) {
        int unit = 0;
        double scaled = value;
        while (scaled >= 1000 && unit + 1 < units.length) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.0f%s", scaled, units[unit]);
    }

    private void write(
            Path file,
            String title,
            String x,
            String y,
            Lines lines,
            Function<Double, String> labels,
            Function<Double, String> units)
            throws IOException {
        if (lines.points.isEmpty()) {
            return;
        }
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title + " · " + results.machine().title())
                .xAxisTitle(x + "   (medians; " + results.machine().rest() + ")")
                .yAxisTitle(y)
                .build();
        style(chart.getStyler());
        chart.getStyler().setXAxisTickLabelsFormattingFunction(labels).setYAxisTickLabelsFormattingFunction(units);
        for (Map.Entry<Contestant, List<double[]>> each : lines.points.entrySet()) {
            Contestant contestant = each.getKey();
            int number = number(contestant);
            XYSeries series = chart.addSeries(
                    (contestant.isOurs() ? "Tandem " : "") + contestant.title.replace("*", " (threads)"),
                    each.getValue().stream().mapToDouble(point -> point[0]).toArray(),
                    each.getValue().stream().mapToDouble(point -> point[1]).toArray());
            Color[] colors = contestant.isOurs() ? OURS : PEERS;
            series.setLineColor(colors[number % colors.length]);
            series.setMarkerColor(colors[number % colors.length]);
            series.setMarker(MARKERS[number % MARKERS.length]);
            series.setLineStyle(stroke(contestant));
        }
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        Files.writeString(file, shorter(Files.readString(file)));
    }

    /** With one decimal: letters are drawn as outlines, and their many digits are two thirds of the file. */
    private static String shorter(String svg) {
        return LONG_NUMBER
                .matcher(svg)
                .replaceAll(number -> String.format(Locale.ROOT, "%.1f", Double.parseDouble(number.group())));
    }

    /** Among ours or the others that are drawn: so each keeps its colour from chart to chart. */
    private static int number(Contestant contestant) {
        return (int) Stream.of(Contestant.values())
                .filter(each ->
                        each.isDrawn() && each.isOurs() == contestant.isOurs() && each.compareTo(contestant) < 0)
                .count();
    }

    private static BasicStroke stroke(Contestant contestant) {
        float[] dashes = contestant.isInProcess() ? new float[] {3, 4} : null;
        float width = contestant.isOurs() ? 3f : 1.6f;
        return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    private static void style(XYStyler styler) {
        styler.setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(true);
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 14)).setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 13));
        styler.setPlotGridLinesColor(new Color(0xDDDDDD)).setPlotMargin(8);
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(FONT, Font.BOLD, 15))
                .setLegendFont(new Font(FONT, Font.PLAIN, 13))
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendBorderColor(Color.WHITE)
                .setMarkerSize(7);
    }
}
