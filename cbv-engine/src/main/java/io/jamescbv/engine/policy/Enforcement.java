package io.jamescbv.engine.policy;

import java.util.Locale;

/** Whether decisions are carried out. */
public enum Enforcement {
    /** They are. */
    ENFORCE,
    /** Every action is {@link Action#MONITOR}, whatever is configured for it. */
    MONITOR;

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
