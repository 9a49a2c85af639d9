package io.jamescbv.engine.config;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One key of cbv.xml with all that is known about it. The keys there are stand in {@link Keys}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Key<T> {
    private final String path;
    private final boolean list;
    private final T defaultValue;
    private final String range;
    private final String meaning;
    private final Function<List<String>, T> parse;
    private final Function<T, List<String>> write;

    private Key(
            String path,
            boolean list,
            T defaultValue,
            String range,
            String meaning,
            Function<List<String>, T> parse,
            Function<T, List<String>> write) {
        this.path = path;
        this.list = list;
        this.defaultValue = defaultValue;
        this.range = range;
        this.meaning = meaning;
        this.parse = parse;
        this.write = write;
    }

    /** A key that is given once. */
    static <T> Key<T> one(String path, ValueType<T> type, T defaultValue, String meaning) {
        Function<List<String>, T> parse = texts -> {
            if (texts.size() != 1) {
                throw new IllegalArgumentException("is given " + texts.size() + " times; keep one of them");
            }
            return type.parse(texts.get(0));
        };
        return new Key<>(path, false, defaultValue, type.range(), meaning, parse, value -> List.of(type.write(value)));
    }

    /** A key that is given as often as needed, an element each; absent by default. */
    static <E> Key<List<E>> list(String path, ValueType<E> type, String meaning) {
        return new Key<>(
                path,
                true,
                List.of(),
                "any number of: " + type.range(),
                meaning,
                texts -> texts.stream().map(type::parse).collect(Collectors.toUnmodifiableList()),
                values -> values.stream().map(type::write).collect(Collectors.toUnmodifiableList()));
    }

    /** Where it stands in cbv.xml: {@code callout.deadline}, or {@code policy.exclude[@local]} for an attribute. */
    public String path() {
        return path;
    }

    /** Whether it may be given more than once. */
    public boolean isList() {
        return list;
    }

    /** Its value where it is absent. */
    public T defaultValue() {
        return defaultValue;
    }

    /** The unit and range, or the words there are. */
    public String range() {
        return range;
    }

    /** What it is for, in a sentence. */
    public String meaning() {
        return meaning;
    }

    /**
     * Reads the texts of its elements, one unless it is a list.
     *
     * @throws IllegalArgumentException saying what is wrong and what to write, in words that can follow the value
     */
    public T parse(List<String> texts) {
        return parse.apply(texts);
    }

    /** The value as it stands in cbv.xml; the elements of a list have a comma and a space between them. */
    public String write(T value) {
        return String.join(", ", write.apply(value));
    }

    /** The path. */
    @Override
    public String toString() {
        return path;
    }
}
