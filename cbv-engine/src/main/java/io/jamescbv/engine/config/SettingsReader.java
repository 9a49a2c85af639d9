package io.jamescbv.engine.config;

import io.jamescbv.engine.address.DomainName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Makes {@link Settings} of cbv.xml, and of the keys of {@code <policy>} that an overlay gives. Every element and every
 * attribute must be a key of {@link Keys}; whatever is not, or has a wrong value, ends in an
 * {@link InvalidSettingsException}.
 */
public final class SettingsReader {
    private static final String FILE = "cbv.xml";
    private static final String OVERLAY = "smtpserver.xml, <handler>";

    private SettingsReader() {}

    /** Reads cbv.xml as James gives it; an empty configuration is that of an absent file. */
    public static Settings read(HierarchicalConfiguration<ImmutableNode> config) {
        String root = config.getRootElementName();
        ConfigTree tree = new ConfigTree(FILE, config);
        // An XMLConfiguration without a document says "configuration", one that was put together says nothing.
        if (root != null && !root.equals("cbv") && !(root.equals("configuration") && config.isEmpty())) {
            throw new InvalidSettingsException(FILE + ": the root element is <" + root + ">; write <cbv>");
        }
        Settings global = settingsOf(FILE, Settings.defaults(), tree.texts(), tree.hasSection("policy"));
        return checked(FILE, withDomains(global, tree));
    }

    private static Settings withDomains(Settings global, ConfigTree tree) {
        Settings settings = global;
        for (Map.Entry<DomainName, ConfigTree> entry : tree.domains().entrySet()) {
            String where = entry.getValue().where();
            DomainName domain = entry.getKey();
            settings = settings.withDomain(domain);
            for (Map.Entry<Key<?>, List<String>> texts :
                    entry.getValue().texts().entrySet()) {
                settings = withValue(where, settings, domain, texts.getKey(), texts.getValue());
            }
        }
        return settings;
    }

    private static <T> Settings withValue(
            String where, Settings settings, DomainName domain, Key<T> key, List<String> texts) {
        return settings.withOverride(domain, key, parsed(where, key, texts));
    }

    /** Reads cbv.xml from a file. */
    public static Settings fromXml(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return fromXml(in);
        } catch (IOException e) {
            throw new InvalidSettingsException(file + " cannot be read (" + e + "); check the path and its rights", e);
        }
    }

    /** Reads cbv.xml from a stream, exactly as James' FileConfigurationProvider does: a comma splits no list. */
    public static Settings fromXml(InputStream in) {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setListDelimiterHandler(new DisabledListDelimiterHandler());
        xml.setDocumentBuilder(quietParser());
        try {
            new FileHandler(xml).load(in);
        } catch (ConfigurationException e) {
            throw new InvalidSettingsException(FILE + " is not well-formed XML: " + whereAndWhy(e), e);
        }
        return read(xml);
    }

    /** The JDK's usual parser; left to itself it prints its complaints to the standard error as well. */
    private static DocumentBuilder quietParser() {
        try {
            DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            parser.setErrorHandler(new DefaultHandler());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK has no XML parser", e);
        }
    }

    private static String whereAndWhy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SAXParseException) {
                SAXParseException at = (SAXParseException) cause;
                return "line " + at.getLineNumber() + ", column " + at.getColumnNumber() + ": " + at.getMessage();
            }
        }
        return failure.getMessage();
    }

    /**
     * Lays the children of a {@code <handler>} over the settings of cbv.xml: keys of {@code <policy>}, written without
     * that element. One such key counts as a {@code <policy>} given.
     *
     * @param handlerChildren what James hands to ProtocolHandler.init: the {@code <handler>} itself with its
     *     {@code class} attribute, which is passed over
     */
    public static Settings overlay(Settings base, HierarchicalConfiguration<ImmutableNode> handlerChildren) {
        ConfigTree tree = ConfigTree.ofPolicy(OVERLAY, handlerChildren);
        return checked(OVERLAY, settingsOf(OVERLAY, base, tree.texts(), false));
    }

    /**
     * Gives a domain a value of its own, with all that holds for the same key in {@code <domains>}, but that it goes with
     * the other keys: {@link #checked}.
     *
     * @param where what asks for it, for messages
     * @param path the key, as {@link Key#path}
     * @param texts what the key is given, an entry for each time
     */
    static Settings withOverride(String where, Settings base, DomainName domain, String path, List<String> texts) {
        Key<?> key = ConfigScope.DOMAIN
                .key(path)
                .orElseThrow(() -> new InvalidSettingsException(
                        where + ": key '" + path + "': " + ConfigScope.DOMAIN.remedy(path)));
        return withValue(where, base, domain, key, texts);
    }

    /**
     * Sets one key as a command line's option does, with all that holds for the same key in the file.
     *
     * @param option the option, for messages
     * @param texts what it was given, an entry for each time
     */
    public static Settings option(String option, Settings base, Key<?> key, List<String> texts) {
        return checked(option, withText(option, base, key, texts));
    }

    private static Settings settingsOf(
            String where, Settings base, Map<Key<?>, List<String>> texts, boolean policyGiven) {
        Settings settings = policyGiven ? base.withPolicyGiven() : base;
        for (Map.Entry<Key<?>, List<String>> entry : texts.entrySet()) {
            settings = withText(where, settings, entry.getKey(), entry.getValue());
        }
        return settings;
    }

    private static <T> Settings withText(String where, Settings settings, Key<T> key, List<String> texts) {
        return settings.with(key, parsed(where, key, texts));
    }

    private static <T> T parsed(String where, Key<T> key, List<String> texts) {
        try {
            return key.parse(texts);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(
                    where + ": key '" + key + "', value '" + String.join("', '", texts) + "': " + e.getMessage(), e);
        }
    }

    /** The same settings, if no two keys contradict each other. */
    static Settings checked(String where, Settings settings) {
        Contradictions.first(settings).ifPresent(words -> {
            throw new InvalidSettingsException(where + ": " + words);
        });
        return settings;
    }
}
