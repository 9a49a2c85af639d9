package io.jamescbv.testing;

import java.util.Locale;

/**
 * The moments at which a {@link ScriptedMx} speaks.
 *
 * <p>Immutable.
 */
public enum MxStep {
    /** A client connected; the answer is the greeting. */
    BANNER,
    EHLO,
    HELO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    VRFY,
    DATA,
    /** The line with the single dot that ends a message. */
    MESSAGE,
    RSET,
    NOOP,
    QUIT,
    /** Any other line. */
    UNKNOWN;

    static MxStep of(String line) {
        String verb = line.split(" ", 2)[0].trim().toUpperCase(Locale.ROOT);
        for (MxStep step : values()) {
            if (step != BANNER && step != MESSAGE && step.name().equals(verb)) {
                return step;
            }
        }
        return UNKNOWN;
    }
}
