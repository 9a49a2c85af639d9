package io.jamescbv.engine.cache;

/**
 * The key of a record: about what, and as asked by whom. As one text, in memory, a line feed stands between the two,
 * which neither an address nor a domain can have.
 *
 * <p>Immutable and thread-safe.
 */
final class RecordKey {
    private static final char BETWEEN = '\n';

    private final String subject;
    private final String asker;

    /** @param asker the probe sender, empty for the null reverse-path, and whatever else makes the answer its own */
    RecordKey(Object subject, String asker) {
        this.subject = subject.toString();
        this.asker = asker;
    }

    static RecordKey parse(String text) {
        int between = text.indexOf(BETWEEN);
        return new RecordKey(text.substring(0, between), text.substring(between + 1));
    }

    String subject() {
        return subject;
    }

    String asker() {
        return asker;
    }

    /** The domain of the address, or the domain itself. */
    String domain() {
        return subject.substring(subject.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return subject + BETWEEN + asker;
    }
}
