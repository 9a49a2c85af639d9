package io.jamescbv.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * S5: servers that take connections and never speak. 200 and 2,000 sessions always hang there, a new one for each that James
 * gives up; strangers come meanwhile.
 */
final class Tarpit {
    private static final int[] SESSIONS = {200, 2000};
    private static final int WARM_UP_SESSIONS = 50;
    private static final Duration ALL_HANG_WITHIN = Duration.ofMinutes(1);

    private Tarpit() {}

    /** Prints the figures; false if fewer sessions hang than there should. */
    static boolean run(Places places, Length length) throws IOException, InterruptedException {
        Table table = StrangersTimes.table("S5")
                .row("Exim", "200 hang", "1.0 / 10.7", "1.5 / 18.8", "2.4 / 27.4", 0)
                .row("Postfix", "200 hang", "1.0 / 18.6", "2.5 / 13.0", "3005 / 3018", 0);
        boolean good = true;
        for (int sessions : SESSIONS) {
            List<StrangersTimes> strangers = new ArrayList<>();
            for (int run = 0; run < length.runs(); run++) {
                good &= measure(places, length, sessions, strangers);
            }
            StrangersTimes.addRows(table, strangers);
        }
        limited(places, length);
        table.print();
        return good;
    }

    private static boolean measure(Places places, Length length, int sessions, List<StrangersTimes> strangers)
            throws IOException, InterruptedException {
        try (World world = World.start(places, Target.Manner.TARPIT, Limits.RAISED)) {
            world.rememberCachedSenders();
            Load warm = Load.start(world.clients(), world.with(), WARM_UP_SESSIONS, 1, world::freshSender);
            world.warmUp(warm);
            World.end(warm);
            try (Strangers visitors = world.strangers()) {
                strangers.add(StrangersTimes.during(visitors, length.window(), "none hangs"));
                Load load = Load.start(world.clients(), world.with(), sessions, 1, world::newSender);
                boolean allHang = Waiting.until(() -> world.target().open() >= sessions, ALL_HANG_WITHIN);
                int begin = world.target().open();
                visitors.record();
                Measured measured = Measured.during(world, load, length.tarpitWindow());
                int end = world.target().open();
                strangers.add(StrangersTimes.of(visitors, sessions + " hang"));
                System.out.printf(
                        "S5 with %d sessions: hanging at the target %d when it began, %d when it ended;"
                                + " James used %.2f cores; sessions that ended: codes %s after p50 / p99 %s ms; other %.2f%n",
                        sessions,
                        begin,
                        end,
                        measured.jamesCores(),
                        measured.window().codes(),
                        measured.window().times(),
                        measured.other());
                return allHang && end >= sessions;
            }
        }
    }

    /** How many can hang at all with the limits that are shipped. */
    private static void limited(Places places, Length length) throws IOException, InterruptedException {
        int most = SESSIONS[SESSIONS.length - 1];
        try (World world = World.start(places, Target.Manner.TARPIT, Limits.SHIPPED)) {
            Load load = Load.start(world.clients(), world.with(), most, 1, world::newSender);
            Measured measured = Measured.during(world, load, length.tarpitWindow());
            int hanging = world.target().open();
            World.end(load);
            Map<String, Integer> verdicts =
                    world.decisions().counts(measured.window().senders());
            System.out.printf(
                    "S5 with %d sessions and the shipped limits: hanging at the target %d; verdicts %s, codes %s%n",
                    most, hanging, verdicts, measured.window().codes());
        }
    }
}
