package io.jamescbv.engine.limit;

/**
 * Each limit on what is asked of others. The concurrencies stand in the order in which their places are taken, the
 * narrowest first, so that whoever waits for a busy domain holds nothing that other domains need.
 */
public enum Limit {
    /** Probes at once about addresses of one sender domain. */
    DOMAIN(Kind.CONCURRENCY, "perDomainConcurrency", "limit.domain"),
    /** Probes at once to one MX host. */
    HOST(Kind.CONCURRENCY, "perHostConcurrency", "limit.host"),
    /** Probes at once to all MX hosts of one operator. */
    OPERATOR(Kind.CONCURRENCY, "perOperatorConcurrency", "limit.operator"),
    /** Probes at once in all. */
    ALL(Kind.CONCURRENCY, "concurrency", "limit.all"),
    /** Questions in an hour about addresses of one sender domain. */
    DOMAIN_RATE(Kind.RATE, "perDomainPerHour", "limit.domain-rate"),
    /** Questions in an hour to one MX host. */
    HOST_RATE(Kind.RATE, "perHostPerHour", "limit.host-rate"),
    /** Questions in an hour to all MX hosts of one operator. */
    OPERATOR_RATE(Kind.RATE, "perOperatorPerHour", "limit.operator-rate"),
    /** Callouts in an hour because of one client's mail. */
    CLIENT_RATE(Kind.CALLOUT, "perClientPerHour", "limit.client-rate"),
    /** Callouts that have begun, most of which wait. */
    UNDER_WAY(Kind.CALLOUT, "concurrency", "limit.under-way");

    /** What is counted. */
    enum Kind {
        CONCURRENCY,
        RATE,
        /** Of callouts, not of probes. */
        CALLOUT
    }

    private final Kind kind;
    private final String key;
    private final String counter;

    Limit(Kind kind, String key, String counter) {
        this.kind = kind;
        this.key = "limits." + key;
        this.counter = counter;
    }

    Kind kind() {
        return kind;
    }

    /** The key of cbv.xml that sets it. */
    public String key() {
        return key;
    }

    /** The counter of those it refused. */
    public String counter() {
        return counter;
    }

    /** What of the target it is kept for. */
    String subject(Target target) {
        switch (this) {
            case DOMAIN:
            case DOMAIN_RATE:
                return target.domain();
            case HOST:
            case HOST_RATE:
                return target.host();
            case OPERATOR:
            case OPERATOR_RATE:
                return target.operator();
            default:
                return "all together";
        }
    }
}
