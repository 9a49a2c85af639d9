package io.jamescbv.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How strangers were served under a load. Immutable and thread-safe. */
final class StrangersTimes {
    private final String load;
    private final Map<Strangers.Kind, Percentiles> times = new LinkedHashMap<>();
    private final int unserved;

    private StrangersTimes(Strangers strangers, String load) {
        this.load = load;
        for (Strangers.Kind kind : Strangers.Kind.values()) {
            times.put(kind, strangers.times(kind));
        }
        this.unserved = strangers.unserved();
    }

    /** Those since {@link Strangers#record}. */
    static StrangersTimes of(Strangers strangers, String load) {
        return new StrangersTimes(strangers, load);
    }

    /** Those within the time from now. */
    static StrangersTimes during(Strangers strangers, Duration time, String load) throws InterruptedException {
        strangers.record();
        Waiting.forTime(time);
        return of(strangers, load);
    }

    static Table table(String scenario) {
        return new Table(
                scenario + ", strangers",
                "load",
                "EHLO+NOOP: p50 / p99 ms",
                "cached sender: p50 / p99 ms",
                "fresh sender, fast MX: p50 / p99 ms",
                "not served");
    }

    /** A row for each load. */
    static void addRows(Table table, List<StrangersTimes> all) {
        Map<String, List<StrangersTimes>> byLoad =
                all.stream().collect(Collectors.groupingBy(one -> one.load, LinkedHashMap::new, Collectors.toList()));
        byLoad.forEach((load, some) -> table.row(
                "James",
                load,
                text(some, Strangers.Kind.NOOP),
                text(some, Strangers.Kind.CACHED),
                text(some, Strangers.Kind.FRESH),
                some.stream().mapToInt(one -> one.unserved).sum()));
    }

    private static String text(List<StrangersTimes> some, Strangers.Kind kind) {
        return Sample.of(some, one -> one.times.get(kind).millis(50)).text(1) + " / "
                + Sample.of(some, one -> one.times.get(kind).millis(99)).text(1);
    }
}
