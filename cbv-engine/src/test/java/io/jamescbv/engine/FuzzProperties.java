package io.jamescbv.engine;

/** What the fuzz targets share. Plain Java, for it runs some ten thousand times a second. */
public final class FuzzProperties {
    private FuzzProperties() {}

    /** Ends the run, and the build with it, unless {@code holds}. */
    public static void require(boolean holds, String property, Object seen) {
        if (!holds) {
            throw new AssertionError("does not hold: " + property + "; seen: " + seen);
        }
    }

    /** Whether nothing in it can end a line or move a cursor. */
    public static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
