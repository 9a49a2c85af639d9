package io.jamescbv.engine.policy;

import java.util.Locale;

/** The SMTP command whose reply waits for the verdict. */
public enum Phase {
    /** {@code MAIL FROM}: before any recipient is known. */
    MAILFROM,
    /** The first {@code RCPT TO} that is accepted; the later ones share its verdict. */
    RCPTTO;

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
