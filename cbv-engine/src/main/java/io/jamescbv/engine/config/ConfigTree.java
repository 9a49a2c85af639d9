package io.jamescbv.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * One walk over a configuration tree: the texts of the keys in it, with everything refused that is neither a key nor a
 * section around keys.
 *
 * <p>Not thread-safe; it lives for one reading.
 */
final class ConfigTree {
    private static final String POLICY = "policy";

    private final String where;
    private final boolean policyOnly;
    private final Optional<ConfigurationInterpolator> interpolator;
    private final Map<Key<?>, List<String>> texts = new LinkedHashMap<>();
    private final Set<String> sections = new LinkedHashSet<>();

    private ConfigTree(String where, boolean policyOnly, HierarchicalConfiguration<ImmutableNode> config) {
        this.where = where;
        this.policyOnly = policyOnly;
        // ${env:NAME} works in cbv.xml as it does in James' own files.
        this.interpolator = Optional.ofNullable(config.getInterpolator());
    }

    /** The whole of cbv.xml. @param where the file, for messages */
    ConfigTree(String where, HierarchicalConfiguration<ImmutableNode> config) {
        this(where, false, config);
        section("", config.getNodeModel().getInMemoryRepresentation());
    }

    /** Keys of {@code <policy>} that stand directly in the root, whose class attribute is James'. */
    static ConfigTree ofPolicy(String where, HierarchicalConfiguration<ImmutableNode> config) {
        ConfigTree tree = new ConfigTree(where, true, config);
        ImmutableNode root = config.getNodeModel().getInMemoryRepresentation();
        tree.section(POLICY, root == null ? null : root.removeAttribute("class"));
        return tree;
    }

    /** What stands in each key that is there, an entry for each time it is given. */
    Map<Key<?>, List<String>> texts() {
        return texts;
    }

    /** Whether the element is there, even if empty. */
    boolean hasSection(String path) {
        return sections.contains(path);
    }

    private void section(String path, ImmutableNode node) {
        if (node == null) {
            return;
        }
        if (!text(node.getValue()).isEmpty()) {
            throw refused(path, text(node.getValue()), "has text where only elements belong; remove the text");
        }
        attributes(path, node);
        for (ImmutableNode child : node.getChildren()) {
            element(path.isEmpty() ? child.getNodeName() : path + "." + child.getNodeName(), child);
        }
    }

    private void element(String path, ImmutableNode node) {
        Optional<Key<?>> key = key(path);
        if (key.isPresent()) {
            attributes(path, node);
            if (!node.getChildren().isEmpty()) {
                String inner = path + "." + node.getChildren().get(0).getNodeName();
                throw refused(inner, "", UnknownKey.remedy(inner));
            }
            add(key.get(), node.getValue());
        } else if (isSection(path)) {
            if (!sections.add(path) && !isRow(path)) {
                throw refused(path, "", "is given twice; put its keys into one element");
            }
            section(path, node);
        } else {
            throw refused(path, text(node.getValue()), remedy(path));
        }
    }

    private void attributes(String path, ImmutableNode node) {
        if (isRow(path)) {
            Keys.ALL.stream()
                    .filter(key -> key.path().startsWith(path + "[@"))
                    .filter(key -> !node.getAttributes().containsKey(UnknownKey.lastName(key.path())))
                    .findFirst()
                    .ifPresent(missing -> {
                        throw refused(missing.path(), "", "is missing; write both attributes, or remove the element");
                    });
        }
        node.getAttributes().forEach((name, value) -> {
            String attribute = path + "[@" + name + "]";
            Key<?> key =
                    key(attribute).orElseThrow(() -> refused(attribute, text(value), UnknownKey.remedy(attribute)));
            add(key, value);
        });
    }

    private void add(Key<?> key, Object value) {
        texts.computeIfAbsent(key, first -> new ArrayList<>()).add(text(value));
    }

    private String text(Object value) {
        Object resolved = interpolator.map(it -> it.interpolate(value)).orElse(value);
        return resolved == null ? "" : resolved.toString().trim();
    }

    private String remedy(String path) {
        if (!policyOnly) {
            return UnknownKey.remedy(path);
        }
        String inFile = path.substring(POLICY.length() + 1);
        if (inFile.equals(POLICY)) {
            return "does not belong here; write the keys of <policy> directly into <handler>";
        }
        boolean elsewhere = Keys.ALL.stream()
                .map(Key::path)
                .filter(known -> !known.startsWith(POLICY + "."))
                .anyMatch(known -> known.startsWith(inFile + ".")
                        || UnknownKey.lastName(known).equals(inFile));
        return elsewhere
                ? "is no key of <policy>, and a handler may hold no others; move it into cbv.xml"
                : UnknownKey.remedy(path).replace("did you mean " + POLICY + ".", "did you mean ");
    }

    private static Optional<Key<?>> key(String path) {
        for (Key<?> key : Keys.ALL) {
            if (key.path().equals(path)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** An element such as {@code <domain from="" to=""/>} that may be given any number of times. */
    private static boolean isRow(String path) {
        return Keys.ALL.stream()
                .filter(key -> key.path().startsWith(path + "[@"))
                .anyMatch(Key::isList);
    }

    private static boolean isSection(String path) {
        return Keys.ALL.stream()
                .anyMatch(key -> key.path().startsWith(path + ".") || key.path().startsWith(path + "[@"));
    }

    private InvalidSettingsException refused(String path, String value, String remedy) {
        // A handler's children are shown as they stand there, without the element they are thought to be in.
        String shown = policyOnly ? path.substring(path.startsWith(POLICY + ".") ? POLICY.length() + 1 : 0) : path;
        return new InvalidSettingsException(
                where + ": key '" + shown + "'" + (value.isEmpty() ? "" : ", value '" + value + "'") + ": " + remedy);
    }
}
