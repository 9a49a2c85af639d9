package io.jamescbv.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * S1: what a remembered verdict costs. A thousand senders, 20 sessions at once, 50 decisions a connection and one; windows
 * with our handler and without it alternate, on two SMTP servers of one James.
 */
final class CachedSenders {
    private static final int CONCURRENCY = 20;
    private static final int[] DECISIONS_PER_CONNECTION = {50, 1};

    private final World world;
    private final Length length;
    private final Table table = new Table(
            "S1",
            "per connection",
            "off: /s",
            "on: /s",
            "off: CPU ms",
            "on: CPU ms",
            "on - off, CPU ms (95 % interval)",
            "on / off",
            "on: p50 / p99 ms",
            "other off / on");
    private long decisionsWith;

    private CachedSenders(World world, Length length) {
        this.world = world;
        this.length = length;
    }

    /** Prints the figures; false if a decision does not count. */
    static boolean run(Places places, Length length) throws IOException, InterruptedException {
        try (World world = World.start(places, Target.Manner.AT_ONCE, Limits.RAISED)) {
            CachedSenders scenario = new CachedSenders(world, length);
            scenario.table
                    .row("Exim", 50, 12655, 12074, 0.044, 0.077, "+0.033", 1.75, "1.1 / 2.2", "0.69 / 0.16")
                    .row("Postfix", 50, 2377, 2455, 0.580, 0.584, "not resolvable", 1.01, "5.9 / 13.5", "0.36 / 0.26")
                    .row("Exim", 1, 2334, 2116, 0.603, 0.684, "+0.08", 1.13, "3.1 / 6.5", "0.05 / 0.07")
                    .row("Postfix", 1, 2731, 1294, 0.467, 0.723, "+0.26", 1.55, "5.8 / 19.5", "0.04 / 0.51");
            boolean good = scenario.measure();
            scenario.table.print();
            return good;
        }
    }

    private boolean measure() throws IOException, InterruptedException {
        decisionsWith += world.rememberCachedSenders();
        for (int perConnection : DECISIONS_PER_CONNECTION) {
            warmUp(world.with(), perConnection);
            warmUp(world.without(), perConnection);
            List<Measured> on = new ArrayList<>();
            List<Measured> off = new ArrayList<>();
            for (int pair = 0; pair < length.pairs(); pair++) {
                boolean onFirst = pair % 2 == 0; // so that a drift of the machine favours neither
                if (onFirst) {
                    on.add(window(world.with(), perConnection));
                }
                off.add(window(world.without(), perConnection));
                if (!onFirst) {
                    on.add(window(world.with(), perConnection));
                }
            }
            addRow(perConnection, on, off);
        }
        return Proof.ofCached(decisionsWith, world.decisions(), world.target().asked());
    }

    private void warmUp(int port, int perConnection) throws IOException, InterruptedException {
        Load load = Load.start(world.clients(), port, CONCURRENCY, perConnection, world::cachedSender);
        world.warmUp(load);
        end(load, port);
    }

    private Measured window(int port, int perConnection) throws IOException, InterruptedException {
        Load load = Load.start(world.clients(), port, CONCURRENCY, perConnection, world::cachedSender);
        load.awaitDecisions(CONCURRENCY * perConnection, length.pairWindow());
        Measured measured = Measured.during(world, load, length.pairWindow());
        end(load, port);
        return measured;
    }

    private void end(Load load, int port) throws InterruptedException {
        World.end(load);
        decisionsWith += port == world.with() ? load.decisions() : 0;
    }

    private void addRow(int perConnection, List<Measured> on, List<Measured> off) {
        List<Double> differences = new ArrayList<>();
        for (int pair = 0; pair < on.size(); pair++) {
            differences.add(on.get(pair).cpuMillis() - off.get(pair).cpuMillis());
        }
        Sample difference = new Sample(differences);
        Sample onCpu = Sample.of(on, Measured::cpuMillis);
        Sample offCpu = Sample.of(off, Measured::cpuMillis);
        table.row(
                "James",
                perConnection,
                Sample.of(off, Measured::rate).text(0),
                Sample.of(on, Measured::rate).text(0),
                offCpu.text(4),
                onCpu.text(4),
                Table.number("%+.4f", difference.mean()) + Table.number(" ± %.4f", difference.halfInterval()),
                Table.number("%.2f", onCpu.median() / offCpu.median()),
                Sample.of(on, one -> one.window().times().millis(50)).text(1) + " / "
                        + Sample.of(on, one -> one.window().times().millis(99)).text(1),
                Sample.of(off, Measured::other).text(2) + " / "
                        + Sample.of(on, Measured::other).text(2));
    }
}
