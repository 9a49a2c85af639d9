package io.jamescbv.engine.policy;

import java.util.Arrays;
import java.util.Locale;

/** What can be done with a mail because of a verdict. */
public enum Action {
    /** Refuse it for good, 550 5.1.8; possible on {@code fail} alone. */
    REJECT,
    /** Refuse it for now, 450 4.1.8. */
    TEMPFAIL,
    /** Take it, and hold it back from its readers. */
    QUARANTINE,
    /** Take it. */
    ACCEPT,
    /** Take it, record the verdict, and change nothing. */
    MONITOR;

    /** The spelling in cbv.xml, attributes, matchers and logs: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #word()}. @throws IllegalArgumentException naming the words there are */
    public static Action ofWord(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is not an action; there are reject, tempfail, quarantine, accept and monitor"));
    }

    /**
     * What remains of this action once the mail has been accepted. Then a refusal would be a bounce to the forged
     * sender, so it becomes {@link #QUARANTINE}.
     */
    public Action afterAcceptance() {
        return this == REJECT || this == TEMPFAIL ? QUARANTINE : this;
    }
}
