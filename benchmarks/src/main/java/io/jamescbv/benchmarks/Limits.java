package io.jamescbv.benchmarks;

/** The limits of a run. */
enum Limits {
    /** So high that none is reached: one client, one operator of all MX hosts, and thousands of new domains a second. */
    RAISED("<limits><concurrency>10000</concurrency><perHostConcurrency>10000</perHostConcurrency>"
            + "<perDomainConcurrency>10000</perDomainConcurrency><perOperatorConcurrency>10000</perOperatorConcurrency>"
            + "<perHostPerHour>1000000</perHostPerHour><perDomainPerHour>1000000</perDomainPerHour>"
            + "<perOperatorPerHour>1000000</perOperatorPerHour><perClientPerHour>1000000</perClientPerHour></limits>"),
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
