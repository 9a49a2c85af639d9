package io.jamescbv.engine.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Says about a key that there is not, what the operator may have meant. */
final class UnknownKey {
    private UnknownKey() {}

    /** What is wrong with this path, and the remedy. */
    static String remedy(String path) {
        return "is not a key"
                + near(path).map(key -> "; did you mean " + key + "?").orElse("; remove it");
    }

    private static Optional<String> near(String path) {
        // The right name in the wrong place is the likelier slip, so it comes first.
        Optional<String> elsewhere = Keys.ALL.stream()
                .map(Key::path)
                .filter(known -> lastName(known).equalsIgnoreCase(lastName(path)))
                .findFirst();
        return elsewhere.or(() -> Keys.ALL.stream()
                .map(Key::path)
                .filter(known ->
                        distance(known, path) <= Math.max(1, lastName(path).length() / 3))
                .min(Comparator.comparingInt(known -> distance(known, path))));
    }

    /** The name of the element or attribute itself: {@code local} of {@code policy.exclude[@local]}. */
    static String lastName(String path) {
        String element = path.endsWith("]") ? path.substring(path.indexOf('@') + 1, path.length() - 1) : path;
        return element.substring(element.lastIndexOf('.') + 1);
    }

    /** The number of letters to insert, drop or change (Levenshtein), whatever their case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
