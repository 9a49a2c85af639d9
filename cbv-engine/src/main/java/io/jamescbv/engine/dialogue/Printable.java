package io.jamescbv.engine.dialogue;

/** Makes text from outside safe to stand in a log line, a header or a reply. */
public final class Printable {
    private static final int MAX_ADDRESS = 320; // RFC 5321 §4.5.3.1: 64 octets, an at sign, 255 octets

    private Printable() {}

    /**
     * Printable ASCII only: every run of white space and control characters (CR, LF and NUL among them) becomes one
     * space, every other character outside ASCII a question mark; at most {@code limit} characters, "..." at the end of
     * what was cut.
     */
    public static String strip(String text, int limit) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), limit));
        for (int i = 0; i < text.length() && kept.length() <= limit; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f && c <= 0xa0) {
                if (kept.length() > 0 && kept.charAt(kept.length() - 1) != ' ') {
                    kept.append(' ');
                }
            } else {
                kept.append(c < 0x7f ? c : '?');
            }
        }
        if (kept.length() > limit) {
            kept.setLength(Math.max(0, limit - 3));
            kept.append("...");
        }
        return kept.toString().trim();
    }

    /** The same for an address, no longer than an address may be. */
    public static String address(String text) {
        return strip(text, MAX_ADDRESS);
    }
}
