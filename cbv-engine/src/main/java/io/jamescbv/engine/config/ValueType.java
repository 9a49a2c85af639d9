package io.jamescbv.engine.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How one value is written in cbv.xml: read from text, written back, and described by its unit or range.
 *
 * <p>Immutable and thread-safe.
 */
final class ValueType<T> {
    private final Function<String, T> parse;
    private final Function<T, String> write;
    private final String range;
    private final boolean mayBeEmpty;

    private ValueType(Function<String, T> parse, Function<T, String> write, String range, boolean mayBeEmpty) {
        this.parse = parse;
        this.write = write;
        this.range = range;
        this.mayBeEmpty = mayBeEmpty;
    }

    /** A type of its own; {@code parse} throws IllegalArgumentException with what is wrong and what to write. */
    static <T> ValueType<T> of(Function<String, T> parse, Function<T, String> write, String range) {
        return new ValueType<>(parse, write, range, false);
    }

    /** The same where the empty text has a meaning, too. */
    ValueType<T> orEmpty() {
        return new ValueType<>(parse, write, range, true);
    }

    static ValueType<Duration> duration(String least, String most) {
        Duration min = Durations.parse(least);
        Duration max = Durations.parse(most);
        String range = least + " to " + most;
        Function<String, Duration> parse = text -> {
            Duration value = Durations.parse(text);
            return within(value, value.compareTo(min) >= 0 && value.compareTo(max) <= 0, range);
        };
        return of(parse, Durations::write, range);
    }

    /** Some durations with spaces between them; the empty text is none. */
    static ValueType<List<Duration>> durations(int most, ValueType<Duration> each) {
        ValueType<List<Duration>> any = listOf(each);
        Function<String, List<Duration>> parse = text -> {
            List<Duration> values = any.parse(text);
            return within(values, values.size() <= most, "at most " + most + " durations");
        };
        return of(parse, any::write, "up to " + most + " times " + each.range() + ", a space between them")
                .orEmpty();
    }

    /** Some values with spaces between them; the empty text is none. */
    static <E> ValueType<List<E>> listOf(ValueType<E> each) {
        return of(
                        (String text) -> Arrays.stream(text.split("\\s+"))
                                .filter(part -> !part.isEmpty())
                                .map(each::parse)
                                .collect(Collectors.toUnmodifiableList()),
                        (List<E> values) -> values.stream().map(each::write).collect(Collectors.joining(" ")),
                        "any number of: " + each.range() + ", a space between them")
                .orEmpty();
    }

    static ValueType<Integer> number(int least, int most) {
        String range = least + " to " + most;
        Function<String, Integer> parse = text -> {
            if (!text.matches("\\d{1,9}")) {
                throw new IllegalArgumentException("is not a number; write " + range);
            }
            int value = Integer.parseInt(text);
            return within(value, value >= least && value <= most, range);
        };
        return of(parse, String::valueOf, range);
    }

    static ValueType<Double> decimal(double least, double most) {
        String range = least + " to " + most;
        Function<String, Double> parse = text -> {
            if (!text.matches("\\d{1,6}(\\.\\d{1,3})?")) {
                throw new IllegalArgumentException("is not a number such as 1.5; write " + range);
            }
            double value = Double.parseDouble(text);
            return within(value, value >= least && value <= most, range);
        };
        return of(parse, String::valueOf, range);
    }

    /** Words for people, in any script, on one line. */
    static ValueType<String> text(int most) {
        String range = "text, up to " + most + " characters";
        Function<String, String> parse = text -> {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("has a line break or another control character; write one line");
            }
            return within(text, text.length() <= most, "up to " + most + " characters");
        };
        return of(parse, Function.identity(), range);
    }

    /** A number of octets; 0 stands for none at all. */
    static ValueType<Long> size(String least, String most) {
        long min = Sizes.parse(least);
        long max = Sizes.parse(most);
        String range = "0MB, or " + least + " to " + most;
        Function<String, Long> parse = text -> {
            long value = Sizes.parse(text);
            return within(value, value == 0 || value >= min && value <= max, range);
        };
        return of(parse, Sizes::write, range);
    }

    /** The address of a page, to be shown in ASCII. */
    static ValueType<String> webPage(int most) {
        String range = "http or https URL, up to " + most + " characters";
        Function<String, String> parse = text -> {
            if (!text.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[!-~&&[^\"<>{}]]*)?")) {
                throw new IllegalArgumentException(
                        "is not the URL of a page; write for example https://example.com/help");
            }
            return within(text, text.length() <= most, "up to " + most + " characters");
        };
        return of(parse, Function.identity(), range);
    }

    private static <V> V within(V value, boolean inside, String range) {
        if (!inside) {
            throw new IllegalArgumentException("is out of range; write " + range);
        }
        return value;
    }

    static ValueType<Boolean> flag() {
        return word(Function.<Boolean>identity().andThen(String::valueOf), true, false);
    }

    /** One of some words. */
    @SafeVarargs
    static <T> ValueType<T> word(Function<T, String> word, T... values) {
        List<T> all = List.of(values);
        String range = Arrays.stream(values).map(word).collect(Collectors.joining(", "));
        Function<String, T> parse = text -> all.stream()
                .filter(value -> word.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        all.size() == 1 ? "write " + range : "is none of the words; write one of " + range));
        return of(parse, word, range);
    }

    /** The same type, with a message of its own for one text that an operator may well try. */
    ValueType<T> refusing(String refused, String because) {
        Function<String, T> first = text -> {
            if (text.equals(refused)) {
                throw new IllegalArgumentException(because);
            }
            return parse.apply(text);
        };
        return new ValueType<>(first, write, range, mayBeEmpty);
    }

    T parse(String text) {
        if (text.isEmpty() && !mayBeEmpty) {
            throw new IllegalArgumentException("is empty; write a value, or remove the key");
        }
        return parse.apply(text);
    }

    String write(T value) {
        return write.apply(value);
    }

    /** Unit and range in words, such as {@code 100ms to 5m}. */
    String range() {
        return range;
    }
}
