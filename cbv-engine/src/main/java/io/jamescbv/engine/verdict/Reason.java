package io.jamescbv.engine.verdict;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Why a verdict has its status. Each reason belongs to exactly one status. */
public enum Reason {
    ACCEPTED(Status.PASS),
    ACCEPT_ALL_DOMAIN(Status.PASS),
    MAILBOX_FULL(Status.PASS),
    MAILBOX_RATE_LIMITED(Status.PASS),

    MAILBOX_UNKNOWN(Status.FAIL),
    /** NXDOMAIN, or neither MX nor A nor AAAA. */
    DOMAIN_UNKNOWN(Status.FAIL),
    /** Null MX (RFC 7505), or 556 (RFC 7504). */
    DOMAIN_TAKES_NO_MAIL(Status.FAIL),

    GREYLISTED(Status.TRANSIENT),
    /** Any other 4xx. */
    DEFERRED(Status.TRANSIENT),
    /** The asker's patience ended; the callout runs on. */
    DEADLINE_PASSED(Status.TRANSIENT),

    DNS_FAILED(Status.ERROR),
    UNREACHABLE(Status.ERROR),
    DIALOGUE_BROKEN(Status.ERROR),
    WE_ARE_BLOCKED(Status.ERROR),
    NULL_SENDER_REFUSED(Status.ERROR),
    PROBE_SENDER_REFUSED(Status.ERROR),
    TLS_REQUIRED(Status.ERROR),
    TARGET_NOT_ALLOWED(Status.ERROR),
    LIMIT_REACHED(Status.ERROR),
    BREAKER_OPEN(Status.ERROR),
    MAILBOX_DISABLED(Status.ERROR),
    MAILBOX_MOVED(Status.ERROR),
    REPLY_UNCLEAR(Status.ERROR),
    ENGINE_CLOSED(Status.ERROR),

    NULL_SENDER(Status.SKIPPED),
    AUTHENTICATED(Status.SKIPPED),
    RELAYING(Status.SKIPPED),
    LOCAL(Status.SKIPPED),
    ALLOWLISTED(Status.SKIPPED),
    OWN_PROBE_SENDER(Status.SKIPPED),
    POSTMASTER(Status.SKIPPED),
    SPF_FAIL(Status.SKIPPED),
    DNSBL(Status.SKIPPED),
    NEVER_ASK(Status.SKIPPED),
    DISABLED(Status.SKIPPED);

    private static final Map<String, Reason> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Reason::word, Function.identity()));

    private final Status status;

    Reason(Status status) {
        this.status = status;
    }

    /** The status that a verdict with this reason has. */
    public Status status() {
        return status;
    }

    /** The spelling in attributes, matchers, JSON and logs, such as {@code mailbox-unknown}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #word()}. @throws IllegalArgumentException if there is no such reason */
    public static Reason ofWord(String word) {
        Reason reason = BY_WORD.get(word);
        if (reason == null) {
            throw new IllegalArgumentException("'" + word + "' is not a reason; docs/verdicts.md lists them");
        }
        return reason;
    }
}
