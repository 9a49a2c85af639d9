package io.jamescbv.engine.probe;

import java.util.Locale;

/** When a probe turns on TLS (RFC 3207). Certificates are not checked: nothing secret is said, and nobody is refused. */
public enum StartTls {
    NEVER,
    /** Where it is offered; in clear where it fails (RFC 7435). */
    OPPORTUNISTIC,
    /** Nothing is asked in clear. */
    REQUIRED;

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
