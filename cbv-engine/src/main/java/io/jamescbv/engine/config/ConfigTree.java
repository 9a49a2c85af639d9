package io.jamescbv.engine.config;

import io.jamescbv.engine.address.DomainName;
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
    private static final String DOMAIN = "domains.domain";

    private final String where;
    private final ConfigScope scope;
    private final Optional<ConfigurationInterpolator> interpolator;
    private final Map<Key<?>, List<String>> texts = new LinkedHashMap<>();
    private final Set<String> sections = new LinkedHashSet<>();
    private final Map<DomainName, ConfigTree> domains = new LinkedHashMap<>();

    private ConfigTree(String where, ConfigScope scope, Optional<ConfigurationInterpolator> interpolator) {
        this.where = where;
        this.scope = scope;
        this.interpolator = interpolator;
    }

    // ${env:NAME} works in cbv.xml as it does in James' own files.
    private ConfigTree(String where, ConfigScope scope, HierarchicalConfiguration<ImmutableNode> config) {
        this(where, scope, Optional.ofNullable(config.getInterpolator()));
    }

    /** The whole of cbv.xml. @param where the file, for messages */
    ConfigTree(String where, HierarchicalConfiguration<ImmutableNode> config) {
        this(where, ConfigScope.FILE, config);
        section("", config.getNodeModel().getInMemoryRepresentation());
    }

    /** Keys of {@code <policy>} that stand directly in the root, whose class attribute is James'. */
    static ConfigTree ofPolicy(String where, HierarchicalConfiguration<ImmutableNode> config) {
        ConfigTree tree = new ConfigTree(where, ConfigScope.HANDLER, config);
        ImmutableNode root = config.getNodeModel().getInMemoryRepresentation();
        tree.section(ConfigScope.POLICY, root == null ? null : root.removeAttribute("class"));
        return tree;
    }

    /** What stands in each key that is there, an entry for each time it is given. */
    Map<Key<?>, List<String>> texts() {
        return texts;
    }

    /** The tree inside of each {@code <domain>}, in the order of the file. */
    Map<DomainName, ConfigTree> domains() {
        return domains;
    }

    /** What the texts stand in, for messages. */
    String where() {
        return where;
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
        if (path.equals(DOMAIN)) {
            domain(node);
            return;
        }
        for (ImmutableNode child : node.getChildren()) {
            element(path.isEmpty() ? child.getNodeName() : path + "." + child.getNodeName(), child);
        }
    }

    private void domain(ImmutableNode node) {
        String name = text(node.getAttributes().get("name"));
        ConfigTree inside =
                new ConfigTree(where + ", <domain name=\"" + name + "\">", ConfigScope.DOMAIN, interpolator);
        inside.section("", node.removeAttribute("name"));
        if (domains.put(domainName(name), inside) != null) {
            throw refused(Keys.DOMAIN_NAME.path(), name, "is given twice; put its keys into one element");
        }
    }

    private DomainName domainName(String name) {
        try {
            return DomainName.parse(name);
        } catch (IllegalArgumentException e) {
            throw refused(Keys.DOMAIN_NAME.path(), name, e.getMessage());
        }
    }

    private void element(String path, ImmutableNode node) {
        Optional<Key<?>> key = scope.key(path);
        if (key.isPresent()) {
            attributes(path, node);
            if (!node.getChildren().isEmpty()) {
                String inner = path + "." + node.getChildren().get(0).getNodeName();
                throw refused(inner, "", UnknownKey.remedy(inner));
            }
            add(key.get(), node.getValue());
        } else if (scope.isSection(path)) {
            if (!sections.add(path) && !isRow(path)) {
                throw refused(path, "", "is given twice; put its keys into one element");
            }
            section(path, node);
        } else {
            throw refused(path, text(node.getValue()), scope.remedy(path));
        }
    }

    private void attributes(String path, ImmutableNode node) {
        if (isRow(path)) {
            Keys.ALL.stream()
                    .filter(key -> key.path().startsWith(path + "[@"))
                    .filter(key -> !node.getAttributes().containsKey(UnknownKey.lastName(key.path())))
                    .findFirst()
                    .ifPresent(missing -> {
                        throw refused(missing.path(), "", "is missing; write that attribute, or remove the element");
                    });
        }
        node.getAttributes().forEach((name, value) -> {
            String attribute = path + "[@" + name + "]";
            Key<?> key = scope.key(attribute)
                    .orElseThrow(() -> refused(attribute, text(value), UnknownKey.remedy(attribute)));
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

    /** An element such as {@code <domain from="" to=""/>} that may be given any number of times. */
    private static boolean isRow(String path) {
        return Keys.ALL.stream()
                .filter(key -> key.path().startsWith(path + "[@"))
                .anyMatch(Key::isList);
    }

    private InvalidSettingsException refused(String path, String value, String remedy) {
        return new InvalidSettingsException(where + ": key '" + scope.shown(path) + "'"
                + (value.isEmpty() ? "" : ", value '" + value + "'") + ": " + remedy);
    }
}
