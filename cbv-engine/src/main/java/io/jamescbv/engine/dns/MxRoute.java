package io.jamescbv.engine.dns;

import java.util.List;

/**
 * Where mail for a domain goes (RFC 5321 §5.1), or why nowhere.
 *
 * <p>Immutable and thread-safe.
 */
public final class MxRoute {
    /** The four answers DNS can give. */
    public enum Kind {
        /** Hosts, in the order in which they are to be asked. */
        HOSTS,
        /** "This domain takes no mail" (RFC 7505). */
        NULL_MX,
        /** NXDOMAIN. */
        NO_SUCH_DOMAIN,
        /** No answer, or one that says nothing: SERVFAIL, REFUSED, silence, a loop of aliases. */
        FAILED
    }

    private final Kind kind;
    private final List<String> hosts;
    private final boolean implicit;
    private final String text;

    private MxRoute(Kind kind, List<String> hosts, boolean implicit, String text) {
        this.kind = kind;
        this.hosts = List.copyOf(hosts);
        this.implicit = implicit;
        this.text = text;
    }

    static MxRoute hosts(List<String> hosts) {
        return new MxRoute(Kind.HOSTS, hosts, false, "");
    }

    static MxRoute implicit(String domain) {
        return new MxRoute(Kind.HOSTS, List.of(domain), true, "");
    }

    static MxRoute nowhere(Kind kind, String text) {
        return new MxRoute(kind, List.of(), false, text);
    }

    /** Which of the four answers this is. */
    public Kind kind() {
        return kind;
    }

    /** The hosts, best first, equal preferences shuffled; empty unless {@link Kind#HOSTS}. */
    public List<String> hosts() {
        return hosts;
    }

    /** Whether the one host is the domain itself, for want of MX records (implicit MX, RFC 5321 §5.1). */
    public boolean isImplicit() {
        return implicit;
    }

    /** What DNS said, in words; empty where there are hosts. */
    public String text() {
        return text;
    }
}
