package io.jamescbv.james.jmx;

import java.util.List;
import java.util.Map;

/** {@code io.jamescbv:type=Cache}: what is remembered. A wrong argument is an IllegalArgumentException and changes nothing. */
public interface CacheMXBean {
    /** All that is remembered of an address, its pin and its domain among it; a line each, as key=value. */
    List<String> lookup(String address);

    /** What is remembered of a domain and its addresses, {@code limit} lines at most. */
    List<String> listDomain(String domain, int limit);

    /** Forgets an address and its pin. */
    void forget(String address);

    /** Forgets a domain and its addresses; pins stay. */
    void forgetDomain(String domain);

    /** Forgets everything but the pins. */
    void forgetAll();

    /** Answers about this address until that time, such as {@code 2027-01-31T00:00:00Z}, with pass, fail, transient or error. */
    void pin(String address, String status, String untilIso8601);

    /** For each tier, {@code memory} and {@code store}: entries, octets (-1 if not counted), hits, misses, evictions. */
    Map<String, Map<String, Long>> getTiers();
}
