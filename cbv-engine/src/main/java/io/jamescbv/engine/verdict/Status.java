package io.jamescbv.engine.verdict;

import java.util.Locale;

/** The five answers to "does this address exist?". */
public enum Status {
    /** The remote takes mail for it. */
    PASS,
    /** The address, or its domain, does not exist. */
    FAIL,
    /** Asked, and told or left to wait. */
    TRANSIENT,
    /** We could not ask, or learned nothing about the address. */
    ERROR,
    /** Not asked, on purpose. */
    SKIPPED;

    /** The spelling in attributes, matchers, JSON and logs: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()}. @throws IllegalArgumentException naming the words there are */
    public static Status ofWord(String word) {
        for (Status status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "'" + word + "' is not a status; there are pass, fail, transient, error and skipped");
    }
}
