package io.jamescbv.engine.policy;

import java.util.Locale;

/** Which results of SPF (RFC 7208) say that the domain in a sender is the victim of a forgery, and is left in peace. */
public enum SpfGate {
    /** None: SPF is not looked at. */
    OFF,
    /** {@code fail}: the domain says that this client may not use its name. */
    FAIL,
    /** {@code fail} and {@code softfail}: the domain says that it probably may not. */
    SOFTFAIL;

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this result, in the words of RFC 7208 §2.6, closes the gate. */
    public boolean closesOn(String result) {
        return this != OFF && result.equals("fail") || this == SOFTFAIL && result.equals("softfail");
    }
}
