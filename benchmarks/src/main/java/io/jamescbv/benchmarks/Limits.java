package io.jamescbv.benchmarks;

/** The limits of a run. */
enum Limits {
    /** So high that none is reached: one client, one operator of all MX hosts, and thousands of new domains a second. */
    RAISED("<limits><concurrency>10000</concurrency><perHostConcurrency>10000</perHostConcurrency></limits>"),
    /** As shipped. */
    SHIPPED("");

    private final String xml;

    Limits(String xml) {
        this.xml = xml;
    }

    /** What cbv.xml says. */
    String xml() {
        return xml;
    }
}
