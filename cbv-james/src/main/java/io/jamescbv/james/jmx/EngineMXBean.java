package io.jamescbv.james.jmx;

import java.util.List;
import java.util.Map;

/** {@code io.jamescbv:type=Engine}: callouts and settings. A wrong argument is an IllegalArgumentException and changes nothing. */
public interface EngineMXBean {
    /** Asks about an address now, from memory if wanted and known; the verdict as key=value. Waits for the answer. */
    String verify(String address, boolean useCache);

    /** {@code enforce} or {@code monitor}, as it holds for all that has no word of its own. */
    String getEnforcement();

    /** {@code monitor} takes all actions back, at once and for everybody; {@code enforce} carries them out again. */
    void setEnforcement(String word);

    /** Each key of cbv.xml with its value and where it comes from. */
    List<String> effectiveConfiguration();

    /** Closes the breaker of an MX host, by name or IP address; false if none was open. */
    boolean resetBreaker(String host);

    /** The breakers that are not closed, a line each. */
    List<String> getOpenBreakers();

    /** How much of each limit is used, and how often it was reached. */
    Map<String, Long> getLimits();

    /** Callouts under way. */
    int getCalloutsInFlight();

    /** What holds for mail to this domain: key, value and whether it is overridden, global or the default. */
    List<String> domainSettings(String domain);

    /** Gives a recipient domain its own value for a key; several values of a list have a line break between them. */
    void overrideDomain(String domain, String key, String value);

    /** Takes back what was overridden while running; what cbv.xml says holds again. */
    void resetDomain(String domain);

    /** Reads cbv.xml again. If anything in it is wrong, nothing changes. */
    void reload();
}
