package io.jamescbv.engine.verdict;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Who is called back, and what the answers come to. Pure: the verdicts of the MX hosts and of the relay go in.
 *
 * <p>The relay is the client that brings the mail. Nothing it says or does is a {@code fail}: that a host sends mail for a
 * domain does not make it one that takes mail for it, so its "no" proves nothing.
 *
 * <p>Thread-safe.
 */
public enum CalloutMode {
    /** The MX hosts of the domain, or the host itself where it has none (RFC 5321 §5.1). */
    RFC,
    /** The relay; the MX hosts only where the relay is not asked. */
    DIRECT,
    /** The MX hosts, and the relay once they took the address. */
    BOTH;

    // These say what we did not do; all else that is no pass is about the relay.
    private static final Set<Reason> NOT_ASKED = EnumSet.of(
            Reason.DNS_FAILED,
            Reason.TARGET_NOT_ALLOWED,
            Reason.LIMIT_REACHED,
            Reason.BREAKER_OPEN,
            Reason.ENGINE_CLOSED);

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the relay has nothing to say any more: only an address that its MX hosts take is worth a second question. */
    public static boolean isDecidedBy(Verdict mxHosts) {
        return mxHosts.status() != Status.PASS;
    }

    /** Whether the relay is not one to ask, DNS says that the domain takes no mail, or the operator what to answer. */
    public static boolean isLeftToMxHosts(Verdict relay) {
        return relay.reason() == Reason.NEVER_ASK
                || relay.source() == Source.PINNED
                || relay.status() == Status.FAIL && relay.stage().isEmpty();
    }

    /** The answer of both: what the MX hosts say, unless they say pass and the relay does not. */
    public static Verdict conclude(Verdict mxHosts, Verdict relay) {
        if (isDecidedBy(mxHosts) || isLeftToMxHosts(relay)) {
            return mxHosts;
        }
        return relay.status() == Status.PASS
                ? mxHosts.from(relay.source() == Source.LIVE ? Source.LIVE : mxHosts.source())
                : ofRelay(relay);
    }

    /**
     * What the relay's answer counts for: pass, transient, or error or skipped where we did not ask it.
     *
     * @param relay the verdict as an MX host would have earned it; not one that is left to the MX hosts
     */
    public static Verdict ofRelay(Verdict relay) {
        boolean counts = relay.status() == Status.PASS
                || relay.status() == Status.TRANSIENT
                || relay.status() == Status.SKIPPED
                || NOT_ASKED.contains(relay.reason());
        return counts
                ? relay
                : relay.as(
                        Reason.DEFERRED,
                        "the relay does not take mail for it (" + relay.reason().word() + "): " + relay.text());
    }
}
