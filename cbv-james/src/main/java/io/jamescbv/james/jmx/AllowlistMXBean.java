package io.jamescbv.james.jmx;

import java.util.List;

/** {@code io.jamescbv:type=Allowlist}: whom the operator trusts. A wrong argument is an IllegalArgumentException. */
public interface AllowlistMXBean {
    /** All entries, {@code kind value (origin)} each; origin is {@code cbv.xml} or {@code run-time}. */
    List<String> list();

    /** Adds an entry, for everybody and beyond a restart. Kinds: address, domain, network, ptr. */
    void add(String kind, String value);

    /** Takes away an entry that was added while running; one of cbv.xml can be removed only there. */
    void remove(String kind, String value);
}
