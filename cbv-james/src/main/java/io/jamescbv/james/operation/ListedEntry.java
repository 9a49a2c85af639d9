package io.jamescbv.james.operation;

import io.jamescbv.engine.config.AllowlistKind;

/** One entry of the allowlist and where it comes from. Immutable and thread-safe. */
public final class ListedEntry {
    private final AllowlistKind kind;
    private final String value;
    private final String origin;

    ListedEntry(AllowlistKind kind, String value, String origin) {
        this.kind = kind;
        this.value = value;
        this.origin = origin;
    }

    /** {@code address}, {@code domain}, {@code network} or {@code ptr}. */
    public String kind() {
        return kind.word();
    }

    /** As cbv.xml has it. */
    public String value() {
        return value;
    }

    /** {@code cbv.xml} or {@code run-time}. */
    public String origin() {
        return origin;
    }

    @Override
    public String toString() {
        return kind() + " " + value + " (" + origin + ")";
    }
}
