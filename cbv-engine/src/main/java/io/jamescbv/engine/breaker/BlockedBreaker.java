package io.jamescbv.engine.breaker;

import io.jamescbv.engine.metric.Meter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breaker of all callouts: opens when the world says that <em>we</em> are blocked, because asking on would only make it
 * worse.
 *
 * <p>That takes {@value #OPERATORS} operators within ten minutes. An operator counts only if it had answered normally
 * before, if its hosts are in a network that no other operator counted is in (IPv4 /16, IPv6 /32), and if, since the first of
 * them complained, fewer operators than those answered normally. So one hostile host cannot open it, nor can many domains on
 * one server, nor a handful of servers while others answer.
 *
 * <p>Thread-safe. Memory is bounded: the operators heard last are known.
 */
public final class BlockedBreaker {
    private static final Logger LOGGER = LoggerFactory.getLogger(BlockedBreaker.class);

    static final int OPERATORS = 5;
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_OPERATORS = 10_000;
    private static final int GOOD_ANSWERS = 3; // in a row, once the delay is over: one could be a friend of ours
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Clock clock;
    private final Meter meter;
    private final Breaker breaker;
    private final Map<String, Heard> operators = new LinkedHashMap<String, Heard>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
            return size() > MOST_OPERATORS;
        }
    };
    private Instant changed = Instant.EPOCH;

    /** @param meter counts {@code breaker.blocked.opened} and {@code breaker.blocked.refused} */
    public BlockedBreaker(Clock clock, Backoff backoff, Meter meter) {
        this.clock = clock;
        this.meter = meter;
        this.breaker = new Breaker(1, GOOD_ANSWERS, backoff, clock);
    }

    /** Whether nobody may be asked now. */
    public synchronized boolean refuses() {
        // Half-open it lets all through: the first complaint opens it again, and the limits bound what is asked till
        // then.
        boolean refuses = !breaker.isHalfOpen() && !breaker.lets();
        if (refuses) {
            meter.count("breaker.blocked.refused");
        }
        return refuses;
    }

    /** An operator said whether an address exists. */
    public synchronized void answeredNormally(String operator) {
        operators.computeIfAbsent(operator, name -> new Heard()).normally(clock.instant());
        if (breaker.isHalfOpen() && breaker.succeeded()) {
            close("callouts are made again: " + GOOD_ANSWERS + " answers were normal, the last one of " + operator);
        }
    }

    /**
     * An operator said that we are blocked.
     *
     * @param network the network of its host
     * @param reply what it said, free of control characters
     */
    public synchronized void saidBlocked(String operator, String network, String reply) {
        Heard heard = operators.get(operator);
        if (heard == null || heard.normal == null) {
            return; // never answered normally: it may be anybody's, or dislike everybody
        }
        heard.complains(clock.instant(), network, reply);
        if (breaker.isHalfOpen()) {
            open(Map.of(operator, heard));
        } else if (!breaker.isOpen()) {
            Map<String, Heard> complaining = complaining();
            if (isEnough(complaining)) {
                open(complaining);
            }
        }
    }

    private Map<String, Heard> complaining() {
        Instant begin = clock.instant().minus(WINDOW);
        return operators.entrySet().stream()
                .filter(entry -> entry.getValue().complainsSince(begin))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    private boolean isEnough(Map<String, Heard> complaining) {
        long networks = complaining.values().stream()
                .map(heard -> heard.network)
                .distinct()
                .count();
        if (networks < OPERATORS) {
            return false;
        }
        Instant first = complaining.values().stream()
                .map(heard -> heard.complaint)
                .min(Instant::compareTo)
                .get();
        long normal = operators.values().stream()
                .filter(heard -> heard.isNormalSince(first))
                .count();
        return networks > normal;
    }

    private void open(Map<String, Heard> evidence) {
        if (Duration.between(changed, clock.instant()).compareTo(FORGOTTEN_AFTER) > 0) {
            breaker.forget();
        }
        changed = clock.instant();
        breaker.open();
        meter.count("breaker.blocked.opened");
        List<String> replies = evidence.entrySet().stream()
                .limit(2 * OPERATORS)
                .map(entry -> entry.getKey() + " said \"" + entry.getValue().reply + "\"")
                .collect(Collectors.toList());
        evidence.values().forEach(Heard::forgetComplaint); // the next time it takes new complaints
        LOGGER.error(
                "Callouts stop for {} s, because operators that answered before say that this server is blocked: {}; see"
                        + " docs/limits.md",
                breaker.left().toSeconds(),
                String.join(", ", replies));
    }

    private void close(String why) {
        changed = clock.instant();
        LOGGER.error("The breaker of all callouts is closed; {}", why);
    }

    /** How many operators are known. */
    synchronized int known() {
        return operators.size();
    }

    /** Whether callouts are stopped. */
    public synchronized boolean isOpen() {
        return breaker.isOpen();
    }

    /** Lets callouts begin again at once. */
    public synchronized void reset() {
        if (!breaker.isClosed()) {
            breaker.close();
            close("an administrator closed it");
        }
    }

    /** What was heard of one operator. */
    private static final class Heard {
        private Instant normal;
        private Instant complaint;
        private String network;
        private String reply;

        void normally(Instant now) {
            normal = now;
            complaint = null;
        }

        void complains(Instant now, String itsNetwork, String words) {
            complaint = now;
            network = itsNetwork;
            reply = words;
        }

        void forgetComplaint() {
            complaint = null;
        }

        boolean complainsSince(Instant begin) {
            return complaint != null && !complaint.isBefore(begin);
        }

        boolean isNormalSince(Instant begin) {
            return complaint == null && normal != null && normal.isAfter(begin);
        }
    }
}
