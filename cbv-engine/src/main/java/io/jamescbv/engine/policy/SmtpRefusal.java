package io.jamescbv.engine.policy;

/**
 * The reply that refuses a command because of its sender: basic code, enhanced code (RFC 3463 §3.2: X.1.8, bad sender's
 * system address; §3.8: X.7.1, message refused) and text in printable ASCII. Basic and enhanced code come from one place, so their class is the same.
 *
 * <p>Immutable and thread-safe.
 */
public final class SmtpRefusal {
    /** Octets in a reply line without its CRLF. RFC 5321 §4.5.3.1.5 has 512 with it. */
    public static final int MAX_LINE = 510;

    /** Octets in its text: the codes and their spaces take ten. */
    static final int MAX_TEXT = MAX_LINE - 10;

    private final int code;
    private final String enhanced;
    private final String text;

    private SmtpRefusal(int code, String enhanced, String text) {
        this.code = code;
        this.enhanced = enhanced;
        this.text = text;
    }

    /** A refusal for good. */
    static SmtpRefusal permanent(String text) {
        return new SmtpRefusal(550, "5.1.8", text);
    }

    /**
     * A refusal of the message behind DATA. RFC 5321 §4.3.2 has 550 there for rejections for policy reasons; it is the
     * message that is refused then, so the enhanced code is that of policy and not that of an address.
     */
    static SmtpRefusal ofMessage(String text) {
        return new SmtpRefusal(550, "5.7.1", text);
    }

    /** A refusal for now. */
    static SmtpRefusal temporary(String text) {
        return new SmtpRefusal(450, "4.1.8", text);
    }

    /** 550 or 450. */
    public int code() {
        return code;
    }

    /** 5.1.8, 5.7.1 or 4.1.8, of the same class as {@link #code}. */
    public String enhanced() {
        return enhanced;
    }

    /** What is wrong and what the sending administrator can do; without the codes. */
    public String text() {
        return text;
    }

    /** The whole line, without its CRLF. */
    @Override
    public String toString() {
        return code + " " + enhanced + " " + text;
    }
}
