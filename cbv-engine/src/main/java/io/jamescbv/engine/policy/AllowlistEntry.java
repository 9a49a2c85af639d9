package io.jamescbv.engine.policy;

/**
 * What stands on the allowlist: the kind, as its element in cbv.xml is named, and the text.
 *
 * <p>Immutable and thread-safe.
 */
public final class AllowlistEntry {
    private final String kind;
    private final String value;

    AllowlistEntry(String kind, Object value) {
        this.kind = kind;
        this.value = value.toString();
    }

    /** {@code address}, {@code domain}, {@code network} or {@code ptr}. */
    public String kind() {
        return kind;
    }

    /** As in cbv.xml. */
    public String value() {
        return value;
    }

    /** Kind and text. */
    @Override
    public String toString() {
        return kind + " " + value;
    }
}
