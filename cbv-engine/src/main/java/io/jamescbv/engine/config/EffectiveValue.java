package io.jamescbv.engine.config;

import java.util.Locale;

/**
 * One line of {@link EffectiveSettings}, to be shown to an operator.
 *
 * <p>Immutable and thread-safe.
 */
public final class EffectiveValue {
    /** Where a value comes from. */
    public enum Origin {
        /** The domain's own. */
        OVERRIDDEN,
        /** Set for all domains. */
        GLOBAL,
        /** Set nowhere. */
        DEFAULT;

        /** The spelling for operators: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final String path;
    private final String value;
    private final Origin origin;

    EffectiveValue(String path, String value, Origin origin) {
        this.path = path;
        this.value = value;
        this.origin = origin;
    }

    /** The key, as {@link Key#path}. */
    public String path() {
        return path;
    }

    /** Its value as cbv.xml has it, as {@link Key#write}. */
    public String value() {
        return value;
    }

    /** Where the value comes from. */
    public Origin origin() {
        return origin;
    }

    /** {@code policy.onFail = reject (overridden)}. */
    @Override
    public String toString() {
        return path + " = " + (value.isEmpty() ? "" : value + " ") + "(" + origin.word() + ")";
    }
}
