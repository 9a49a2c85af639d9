package io.jamescbv.engine.policy;

import java.util.Optional;

/**
 * What refusals say, as the operator sets it: a template for each kind, and where there is more to read.
 *
 * <p>Immutable and thread-safe.
 */
public final class RefusalTexts {
    /** The words where the operator has none of his own. */
    public static final ReplyTemplate TEMPLATE =
            ReplyTemplate.parse("Sender address {sender} could not be verified: {cause} {advice}");

    /** Longest {@code <helpUrl>}, for the sake of {@link SmtpRefusal#MAX_LINE}. */
    public static final int MAX_HELP_URL = 100;

    /** Those of a policy without any. */
    static final RefusalTexts DEFAULTS = new RefusalTexts(TEMPLATE, TEMPLATE, Optional.empty());

    private final ReplyTemplate reject;
    private final ReplyTemplate tempfail;
    private final Optional<String> helpUrl;

    /** @param helpUrl a page that explains refusals to those who get them; at most {@link #MAX_HELP_URL} characters */
    public RefusalTexts(ReplyTemplate reject, ReplyTemplate tempfail, Optional<String> helpUrl) {
        this.reject = reject;
        this.tempfail = tempfail;
        this.helpUrl = helpUrl;
    }

    /** For refusals for good. */
    ReplyTemplate reject() {
        return reject;
    }

    /** For refusals for now. */
    ReplyTemplate tempfail() {
        return tempfail;
    }

    /** Where there is more to read. */
    Optional<String> helpUrl() {
        return helpUrl;
    }
}
