package io.jamescbv.engine.address;

/** What nearly all addresses are. */
final class Ascii {
    private Ascii() {}

    static boolean isAll(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
