package io.jamescbv.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A home folder for James 3.8.1 with the least {@code conf/} it needs, every port free and on loopback.
 *
 * <p>Its SMTP server takes mail for local users and treats loopback clients as strangers; its mailets deliver locally
 * and send nothing out. Any file can be replaced or added by {@link #file}; in its text, as in the templates,
 * {@code ${smtpBind}}, {@code ${smtpPort}}, {@code ${imapPort}}, {@code ${webAdminPort}}, {@code ${jmxPort}},
 * {@code ${defaultDomain}}, {@code ${heloName}} and {@code ${dnsServer}} stand for what was chosen here.
 *
 * <p>Not thread-safe.
 */
public final class JamesHome {
    /** The password of {@code conf/keystore}, the one in James' own samples. */
    public static final String KEYSTORE_PASSWORD = "james72laBalle";

    private static final List<String> TEMPLATES = List.of(
            "dnsservice.xml",
            "domainlist.xml",
            "extensions.properties",
            "healthcheck.properties",
            "imapserver.xml",
            "jmap.properties",
            "jmx.properties",
            "jvm.properties",
            "lmtpserver.xml",
            "logback.xml",
            "mailetcontainer.xml",
            "mailrepositorystore.xml",
            "managesieveserver.xml",
            "pop3server.xml",
            "smtpserver.xml",
            "usersrepository.xml",
            "webadmin.properties");

    private final Path folder;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Path> extensions = new ArrayList<>();
    private boolean keystore;
    private boolean written;

    private JamesHome(Path folder) {
        this.folder = folder.toAbsolutePath();
        values.put("imapEnabled", "true");
        values.put("imapPort", "" + FreePorts.next());
        values.put("webAdminPort", "" + FreePorts.next());
        values.put("jmxEnabled", "false");
        values.put("jmxPort", "" + FreePorts.next());
        defaultDomain("local.example").heloName("james.local.example").dnsServer("127.0.0.1");
        smtp("127.0.0.1");
    }

    /** A home to be written into a folder, which need not exist. */
    public static JamesHome in(Path folder) {
        return new JamesHome(folder);
    }

    public JamesHome defaultDomain(String domain) {
        values.put("defaultDomain", domain);
        return this;
    }

    public JamesHome heloName(String name) {
        values.put("heloName", name);
        return this;
    }

    /** Where James' own look-ups go, always to port 53; 127.0.0.1, where usually nobody listens, unless told. */
    public JamesHome dnsServer(String address) {
        values.put("dnsServer", address);
        return this;
    }

    /** SMTP on these addresses, on one port free on all of them. */
    public JamesHome smtp(String... addresses) {
        return smtp(FreePorts.next(addresses), addresses);
    }

    /** SMTP on these addresses and this port. */
    public JamesHome smtp(int port, String... addresses) {
        values.put("smtpPort", "" + port);
        values.put("smtpBind", Stream.of(addresses).map(one -> one + ":" + port).collect(Collectors.joining(",")));
        return this;
    }

    /** Turns JMX on, with the credentials James generates into {@code conf/jmxremote.password}. */
    public JamesHome jmx() {
        values.put("jmxEnabled", "true");
        return this;
    }

    public JamesHome withoutImap() {
        values.put("imapEnabled", "false");
        return this;
    }

    /** Adds or replaces a file of {@code conf/}. */
    public JamesHome file(String name, String text) {
        files.put(name, text);
        return this;
    }

    /** Adds or replaces files of {@code conf/}. */
    public JamesHome files(Map<String, String> textByName) {
        files.putAll(textByName);
        return this;
    }

    /** Puts a jar, by a copy, into {@code extensions-jars/}. */
    public JamesHome extension(Path jar) {
        extensions.add(jar);
        return this;
    }

    /** Adds {@code conf/keystore} (PKCS12) with a self-signed certificate, for files that turn TLS on. */
    public JamesHome keystore() {
        keystore = true;
        return this;
    }

    /** Writes everything; may be called again after changes, while James is down. */
    public JamesHome write() throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("var"));
        forgetEarlierRuns();
        Path jars = Files.createDirectories(folder.resolve("extensions-jars"));
        for (String name : TEMPLATES) {
            Files.writeString(conf.resolve(name), filled(files.getOrDefault(name, template(name))));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(conf.resolve(file.getKey()), filled(file.getValue()));
        }
        for (Path jar : extensions) {
            Files.copy(jar, jars.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        if (keystore) {
            TestKeystore.create(conf.resolve("keystore"), KEYSTORE_PASSWORD, values.get("heloName"));
        }
        return this;
    }

    /** What a James of an earlier test, in the same folder, had learned of its pretend world does not hold in ours. */
    private void forgetEarlierRuns() throws IOException {
        Path verdicts = folder.resolve("var").resolve("cbv");
        if (!written && Files.isDirectory(verdicts)) {
            try (Stream<Path> files = Files.list(verdicts)) {
                for (Path file : files.collect(Collectors.toList())) {
                    Files.delete(file);
                }
            }
        }
        written = true;
    }

    /** The text of one of our own files, to be changed and given to {@link #file}. */
    public static String template(String name) throws IOException {
        try (InputStream in = JamesHome.class.getResourceAsStream("/james-conf/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no template " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    public Path folder() {
        return folder;
    }

    public int smtpPort() {
        return Integer.parseInt(values.get("smtpPort"));
    }

    public int imapPort() {
        return Integer.parseInt(values.get("imapPort"));
    }

    public int webAdminPort() {
        return Integer.parseInt(values.get("webAdminPort"));
    }

    public int jmxPort() {
        return Integer.parseInt(values.get("jmxPort"));
    }
}
