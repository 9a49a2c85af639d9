package io.jamescbv.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table in Markdown: what Exim and Postfix took on such a machine, and what we took. Not thread-safe.
 *
 * <p>The figures of Exim 4.96 and Postfix 3.7.11 were measured with the same definitions on the same kind of machine (two
 * cores that carried all), not in the same run.
 */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table(String... columns) {
        row((Object[]) columns);
        lines.add("|" + "---|".repeat(columns.length));
    }

    Table row(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            line.append(' ').append(cell).append(" |");
        }
        lines.add(line.toString());
        return this;
    }

    void print() {
        System.out.println();
        lines.forEach(System.out::println);
        System.out.println();
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
