package io.jamescbv.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * S2: what a callout costs. 50 sessions, one decision a connection, a new sender in a new domain each, a called-back server
 * that answers at once; beside it the same James without us.
 */
final class InstantTarget {
    private static final int CONCURRENCY = 50;

    private InstantTarget() {}

    /** Prints the figures; false if a decision does not count. */
    static boolean run(Places places, Length length) throws IOException, InterruptedException {
        boolean good = true;
        List<Measured> on = new ArrayList<>();
        List<Measured> off = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        for (int run = 0; run < length.runs(); run++) {
            try (World world = World.start(places, Target.Manner.AT_ONCE, Limits.RAISED)) {
                on.add(window(world, world.with(), length));
                off.add(window(world, world.without(), length));
                differences.add(on.get(run).cpuMillis() - off.get(run).cpuMillis());
                good &= Proof.ofLive(
                        "S2 run " + (run + 1),
                        on.get(run),
                        world.decisions(),
                        world.target().asked());
            }
        }
        new Table(
                        "S2",
                        "decisions/s",
                        "p50 / p95 / p99 ms",
                        "CPU ms",
                        "off: CPU ms",
                        "on - off",
                        "on / off",
                        "of it JIT: off, on",
                        "other")
                .row("Exim", "1019 (935..1349)", "19 / 61 / 146", 1.11, 0.603, "+0.51", 1.84, "", 0.41)
                .row("Postfix", "16.7", "3013 / 3081 / 3101", "1.70..2.23", 0.467, "+1.2..1.7", "3.6..4.8", "", 1.63)
                .row(
                        "James",
                        Sample.of(on, Measured::rate).text(0),
                        times(on, 50) + " / " + times(on, 95) + " / " + times(on, 99),
                        Sample.of(on, Measured::cpuMillis).text(3),
                        Sample.of(off, Measured::cpuMillis).text(3),
                        new Sample(differences).text(3),
                        Table.number(
                                "%.2f",
                                Sample.of(on, Measured::cpuMillis).median()
                                        / Sample.of(off, Measured::cpuMillis).median()),
                        Sample.of(off, Measured::compilerMillis).text(3) + ", "
                                + Sample.of(on, Measured::compilerMillis).text(3),
                        Sample.of(on, Measured::other).text(2))
                .print();
        return good;
    }

    private static String times(List<Measured> all, double percent) {
        return Sample.of(all, one -> one.window().times().millis(percent)).text(1);
    }

    private static Measured window(World world, int port, Length length) throws IOException, InterruptedException {
        Load load = Load.start(world.clients(), port, CONCURRENCY, 1, world::newSender);
        world.warmUp(load);
        Measured measured = Measured.during(world, load, length.window());
        World.end(load);
        return measured;
    }
}
