package io.jamescbv.engine.store;

import java.util.Locale;

/** Where a durable copy is kept. */
public enum StoreKind {
    /** Nowhere: what is remembered is lost with a restart. */
    NONE,
    /** In a file of this server. */
    SQLITE,
    /** In a database of the operator's. */
    POSTGRESQL;

    /** The spelling in cbv.xml: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
