package io.jamescbv.engine.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as cbv.xml has them: a whole number and its unit, {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1d}. */
public final class Durations {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s?(ms|s|m|h|d)");
    private static final Map<String, ChronoUnit> UNITS = units();

    private Durations() {}

    private static Map<String, ChronoUnit> units() {
        Map<String, ChronoUnit> units = new LinkedHashMap<>(); // the longest first, for write
        units.put("d", ChronoUnit.DAYS);
        units.put("h", ChronoUnit.HOURS);
        units.put("m", ChronoUnit.MINUTES);
        units.put("s", ChronoUnit.SECONDS);
        units.put("ms", ChronoUnit.MILLIS);
        return units;
    }

    /** Reads one. @throws IllegalArgumentException saying what is wrong with it */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            boolean bare = text.matches("\\d+");
            throw new IllegalArgumentException(
                    bare
                            ? "has no unit; add a unit, e.g. " + text + "s"
                            : "is not a duration; write for example 30s or 2h" + " (units ms, s, m, h, d)");
        }
        return Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
    }

    /** In the longest unit that gives a whole number. */
    static String write(Duration duration) {
        long millis = duration.toMillis();
        for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
            long length = unit.getValue().getDuration().toMillis();
            if (millis != 0 && millis % length == 0) {
                return millis / length + unit.getKey();
            }
        }
        return "0s";
    }
}
