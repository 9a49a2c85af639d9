package io.jamescbv.benchmarks;

/** The limits of a run. */
enum Limits {
    /** So high that none is reached: one client, one operator of all MX hosts, and thousands of new domains a second. */
    RAISED("<limits>\n"
            + "    <concurrency>10000</concurrency>\n"
            + "    <perHostConcurrency>10000</perHostConcurrency><perHostPerHour>1000000</perHostPerHour>\n"
            + "    <perOperatorConcurrency>10000</perOperatorConcurrency><perOperatorPerHour>1000000</perOperatorPerHour>\n"
            + "    <perClientPerHour>1000000</perClientPerHour>\n"
            + "  </limits>"),
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
