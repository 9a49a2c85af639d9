package io.jamescbv.engine.dialogue;

/** Makes text from outside safe to stand in a log line, a header or a reply. */
public final class Printable {
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
}
