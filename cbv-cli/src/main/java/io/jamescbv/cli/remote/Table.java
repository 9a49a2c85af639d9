package io.jamescbv.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON for people: a list of objects as a table, an object as lines {@code name: value}. */
final class Table {
    private static final String GAP = "  ";

    private Table() {}

    /** The lines to print; none where there is nothing. */
    static List<String> of(JsonNode node) {
        if (node.isArray()) {
            return node.size() > 0 && node.get(0).isObject() ? rows(node) : texts(node);
        }
        List<String> lines = new ArrayList<>();
        flat("", node).forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }

    private static List<String> texts(JsonNode array) {
        List<String> lines = new ArrayList<>();
        array.forEach(element -> lines.add(element.asText()));
        return lines;
    }

    private static List<String> rows(JsonNode array) {
        List<Map<String, String>> rows = new ArrayList<>();
        array.forEach(object -> rows.add(flat("", object)));
        Map<String, Integer> widths = new LinkedHashMap<>();
        rows.forEach(row ->
                row.forEach((name, value) -> widths.merge(name, Math.max(name.length(), value.length()), Math::max)));
        List<String> lines = new ArrayList<>();
        lines.add(line(widths, widths.keySet().stream().collect(Collectors.toMap(name -> name, name -> name))));
        rows.forEach(row -> lines.add(line(widths, row)));
        return lines;
    }

    private static String line(Map<String, Integer> widths, Map<String, String> row) {
        return widths.entrySet().stream()
                .map(column -> pad(row.getOrDefault(column.getKey(), "-"), column.getValue()))
                .collect(Collectors.joining(GAP))
                .replaceFirst(" +$", "");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static Map<String, String> flat(String prefix, JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                values.putAll(flat(prefix + field.getKey() + ".", value));
            } else {
                values.put(prefix + field.getKey(), text(value));
            }
        }
        return values;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return texts(value).isEmpty() ? "-" : String.join(", ", texts(value));
        }
        return value.isNull() || value.asText().isEmpty() ? "-" : value.asText();
    }
}
