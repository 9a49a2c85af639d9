package io.jamescbv.engine.cache;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the operator has decided about single addresses, until a date. All of them are in memory, because they win over
 * whatever else is remembered; the store has them among its settings.
 *
 * <p>Thread-safe.
 */
final class Pins {
    static final String SETTING = "pin.";
    /** Pins are made by hand; whoever needs more wants the allowlist. */
    private static final int MOST = 10_000;

    private static final Map<Status, Reason> REASONS = new EnumMap<>(Map.of(
            Status.PASS, Reason.ACCEPTED,
            Status.FAIL, Reason.MAILBOX_UNKNOWN,
            Status.TRANSIENT, Reason.DEFERRED,
            Status.ERROR, Reason.REPLY_UNCLEAR,
            Status.SKIPPED, Reason.NEVER_ASK));

    private final Map<String, AddressRecord> pins = new ConcurrentHashMap<>();
    private final Clock clock;

    Pins(Clock clock) {
        this.clock = clock;
    }

    /**
     * Pins a verdict.
     *
     * @throws IllegalArgumentException where the date is past, or there are too many
     */
    void add(Mailbox address, Status status, Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("a verdict can be pinned until a date that is to come");
        }
        pins.values().removeIf(pin -> !pin.isTrueAt(now));
        if (pins.size() >= MOST) {
            throw new IllegalArgumentException(
                    "at most " + MOST + " verdicts can be pinned; forget some, or use the allowlist");
        }
        pins.put(address.toString(), record(status, until, now));
    }

    private static AddressRecord record(Status status, Instant until, Instant now) {
        Verdict verdict = Verdict.of(REASONS.get(status), Scope.ADDRESS, "pinned by the operator until " + until)
                .learned(now, Duration.ZERO)
                .from(Source.PINNED);
        return new AddressRecord(verdict, until);
    }

    void remove(Mailbox address) {
        pins.remove(address.toString());
    }

    /** The pin of this address, while it holds. */
    Optional<AddressRecord> find(Mailbox address) {
        return Optional.ofNullable(pins.get(address.toString())).filter(pin -> pin.isTrueAt(clock.instant()));
    }

    /** All that hold, by address. */
    Map<String, AddressRecord> all() {
        Instant now = clock.instant();
        Map<String, AddressRecord> all = new ConcurrentHashMap<>(pins);
        all.values().removeIf(pin -> !pin.isTrueAt(now));
        return all;
    }

    /** Takes what the store had kept; what is pinned meanwhile stays. @return the settings that are over */
    List<String> load(Map<String, String> settings) {
        List<String> over = new ArrayList<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                Optional<AddressRecord> pin = read(value).filter(one -> one.isTrueAt(clock.instant()));
                pin.ifPresent(one -> pins.putIfAbsent(name.substring(SETTING.length()), one));
                if (pin.isEmpty()) {
                    over.add(name);
                }
            }
        });
        return over;
    }

    static String setting(Status status, Instant until) {
        return status.word() + " " + until;
    }

    private Optional<AddressRecord> read(String value) {
        try {
            String[] words = value.split(" ");
            Status status = Status.ofWord(words[0]);
            return Optional.of(record(status, Instant.parse(words[1]), clock.instant()));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty(); // of another version
        }
    }
}
