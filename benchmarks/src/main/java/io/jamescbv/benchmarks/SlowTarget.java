package io.jamescbv.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * S3: many wait. 500 and 1,000 sessions at once, each with a new sender in a new domain, whose server answers every line
 * after 200 ms: at best 1.25 decisions a second for each session, because there are four lines to be waited for. Strangers
 * come meanwhile. Then the memory of a waiting session, a hook that blocks, and the shipped limits.
 */
final class SlowTarget {
    private static final int[] SESSIONS = {500, 1000};
    private static final int BLOCKED_SESSIONS = 40;

    private final Places places;
    private final Length length;
    private final int sessions;
    private final List<Measured> loads = new ArrayList<>();
    private final List<StrangersTimes> strangers = new ArrayList<>();
    private final List<Double> memory = new ArrayList<>();
    private final List<Double> blocked = new ArrayList<>();
    private final StringBuilder pss = new StringBuilder();

    private SlowTarget(Places places, Length length, int sessions) {
        this.places = places;
        this.length = length;
        this.sessions = sessions;
    }

    /** Prints the figures; false if a decision does not count. */
    static boolean run(Places places, Length length) throws IOException, InterruptedException {
        Table decisions = new Table(
                        "S3",
                        "sessions",
                        "decisions/s",
                        "p50 / p95 / p99 ms",
                        "CPU ms",
                        "a blocking hook: decisions/s",
                        "ratio",
                        "other")
                .row("Exim", 500, "378 (367..479)", "1181 / 1695 / 2026", 1.90, "", "", 0.91)
                .row("Postfix", 500, "167", "3017 / 3210 / 3374", 2.98, "", "", 0.97)
                .row("Exim", 1000, "486 (338..494)", "1778 / 3643 / 4967", 1.96, "", "", 0.80)
                .row("Postfix", 1000, "207 (153..297)", "3919 / 7661 / 7962", 4.06, "", "", 0.88);
        Table others = StrangersTimes.table("S3")
                .row("Exim", "500", "11.5 / 101", "54 / 626", "152 / 846", 0)
                .row("Postfix", "500", "1.2 / 79", "3.2 / 285", "3009 / 3357", 0)
                .row("Exim", "1000", "22 / 208", "453 / 3518", "819 / 3830", 0)
                .row("Postfix", "1000", "6.5 / 980", "644 / 1583", "3965 / 8478", 0);
        Table memory = new Table("S3", "sessions", "MiB for each waiting session", "PSS MiB: idle connected, waiting")
                .row("Exim", 1000, "0.4 (PSS)", "")
                .row("Postfix", 1000, "2.7 (PSS)", "");
        boolean good = true;
        for (int sessions : SESSIONS) {
            SlowTarget scenario = new SlowTarget(places, length, sessions);
            for (int run = 0; run < length.runs(); run++) {
                good &= scenario.measure(run);
            }
            scenario.addRows(decisions, others, memory);
        }
        limited(places, length);
        decisions.print();
        others.print();
        memory.print();
        return good;
    }

    private boolean measure(int run) throws IOException, InterruptedException {
        try (World world = World.start(places, Target.Manner.SLOWLY, Limits.RAISED)) {
            world.rememberCachedSenders();
            try (Strangers visitors = world.strangers()) {
                if (run == 0) {
                    strangers.add(StrangersTimes.during(visitors, length.window(), "without load"));
                }
                Load load = Load.start(world.clients(), world.with(), sessions, 1, world::newSender);
                world.warmUp(load);
                visitors.record();
                loads.add(Measured.during(world, load, length.window()));
                strangers.add(StrangersTimes.of(visitors, Integer.toString(sessions)));
                World.end(load);
            }
            measureMemory(world);
            blocked.add(blockedRate(world));
            return Proof.ofLive(
                    "S3 with " + sessions + " sessions, run " + (run + 1),
                    loads.get(run),
                    world.decisions(),
                    world.target().asked());
        }
    }

    private void measureMemory(World world) throws IOException, InterruptedException {
        JamesMemory idle = world.memoryWithIdle(sessions);
        world.target().become(Target.Manner.HOLDS_RCPT);
        JamesMemory waiting = world.memoryWithWaiting(sessions);
        memory.add((waiting.live() - idle.live()) / (double) sessions / (1 << 20));
        pss.append(pss.length() == 0 ? "" : "; ")
                .append(idle.pss() >> 20)
                .append(", ")
                .append(waiting.pss() >> 20);
    }

    /** What everybody writes first, in the same James. Ends with a James that still has blocked threads. */
    private double blockedRate(World world) throws IOException, InterruptedException {
        try (Clients clients = new Clients(World.HOST, "blocked")) {
            Load load = Load.start(clients, world.blocking(), BLOCKED_SESSIONS, 1, world::newSender);
            return Measured.during(world, load, length.pairWindow().multipliedBy(2))
                    .rate();
        }
    }

    private void addRows(Table decisions, Table others, Table memoryTable) {
        decisions.row(
                "James",
                sessions,
                Sample.of(loads, Measured::rate).text(0),
                times(50) + " / " + times(95) + " / " + times(99),
                Sample.of(loads, Measured::cpuMillis).text(2),
                new Sample(blocked).text(1),
                Table.number("%.0f", Sample.of(loads, Measured::rate).median() / new Sample(blocked).median()),
                Sample.of(loads, Measured::other).text(2));
        StrangersTimes.addRows(others, strangers);
        memoryTable.row("James", sessions, new Sample(memory).text(4), pss);
    }

    private String times(double percent) {
        return Sample.of(loads, one -> one.window().times().millis(percent)).text(0);
    }

    /** How many of those who ask so much get an answer with the limits that are shipped. */
    private static void limited(Places places, Length length) throws IOException, InterruptedException {
        int most = SESSIONS[SESSIONS.length - 1];
        try (World world = World.start(places, Target.Manner.SLOWLY, Limits.SHIPPED)) {
            Load load = Load.start(world.clients(), world.with(), most, 1, world::newSender);
            Measured measured = Measured.during(world, load, length.window().plus(Duration.ofSeconds(10)));
            World.end(load);
            Map<String, Integer> verdicts =
                    world.decisions().counts(measured.window().senders());
            System.out.printf(
                    "S3 with %d sessions and the shipped limits: %s, codes %s%n",
                    most, verdicts, measured.window().codes());
        }
    }
}
