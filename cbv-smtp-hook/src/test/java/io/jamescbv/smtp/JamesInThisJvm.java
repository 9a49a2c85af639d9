package io.jamescbv.smtp;

import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.SmtpDialogue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.james.FakeSearchMailboxModule;
import org.apache.james.GuiceJamesServer;
import org.apache.james.MemoryJamesConfiguration;
import org.apache.james.MemoryJamesServerMain;

/**
 * A whole James 3.8.1 memory server in this JVM, with the classes of this build on its class path, and as many SMTP
 * servers as a test wants policies. Every mail ends in the repository {@link #SEEN}, where its attributes can be read.
 */
final class JamesInThisJvm implements AutoCloseable {
    static final String PASSWORD = "secret";
    static final String SEEN = "var/mail/seen";
    static final String LOCAL_USER = "bob@local.example";
    static final String LMTP = "lmtp";

    private final JamesHome home;
    private final Map<String, Integer> ports;
    private final String address;
    private final GuiceJamesServer server;

    private JamesInThisJvm(JamesHome home, Map<String, Integer> ports, String address, GuiceJamesServer server) {
        this.home = home;
        this.ports = ports;
        this.address = address;
        this.server = server;
    }

    static Builder withCbvXml(String text) {
        return new Builder(text);
    }

    /** A session that has been greeted and has said EHLO. */
    SmtpDialogue session(String smtpServer) throws IOException {
        SmtpDialogue client = greeted(smtpServer);
        client.ask((smtpServer.equals(LMTP) ? "LHLO" : "EHLO") + " client.example");
        return client;
    }

    /** A session that has been greeted. */
    SmtpDialogue greeted(String smtpServer) throws IOException {
        SmtpDialogue client = SmtpDialogue.connect(address, ports.get(smtpServer));
        client.readReply();
        return client;
    }

    JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort());
    }

    JamesInThisJvm withUser(String user) throws IOException, InterruptedException {
        admin().createDomain(user.substring(user.indexOf('@') + 1));
        admin().createUser(user, PASSWORD);
        return this;
    }

    /** The one mail with this subject, attributes and all, as JSON; empty until it is there. */
    String seen(String subject) {
        try {
            for (String key : admin().listMails(SEEN)) {
                String mail = admin().mail(SEEN, key);
                if (mail.contains(subject)) {
                    return mail;
                }
            }
            return "";
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    static final class Builder {
        private final String cbvXml;
        private final Map<String, String> servers = new LinkedHashMap<>();
        private String address = "127.0.0.1";
        private String authorized = "192.0.2.1/32";
        private String firstHandlers = "";
        private boolean lmtp;
        private int port;

        private Builder(String cbvXml) {
            this.cbvXml = cbvXml;
        }

        /** Handlers that come before ours in the servers named from now on. */
        Builder handlers(String lines) {
            firstHandlers = lines;
            return this;
        }

        /** An SMTP server with our handler and these children of it. */
        Builder server(String name, String handlerChildren) {
            servers.put(
                    name,
                    firstHandlers
                            + "<handler class=\"io.jamescbv.smtp.CountingHook\"/>"
                            + "<handler class=\"io.jamescbv.smtp.CallbackVerification\">" + handlerChildren
                            + "</handler>");
            return this;
        }

        /** Listens there instead of on 127.0.0.1 and any port. */
        Builder at(String newAddress, int newPort) {
            address = newAddress;
            port = newPort;
            return this;
        }

        /** An LMTP server, {@link #LMTP}, as James ships it. */
        Builder lmtp() {
            lmtp = true;
            return this;
        }

        /** Clients that may relay. */
        Builder authorizing(String networks) {
            authorized = networks;
            return this;
        }

        JamesInThisJvm start() throws Exception {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "james");
            JamesHome home = JamesHome.in(folder).withoutImap().keystore();
            Map<String, Integer> ports = new LinkedHashMap<>();
            StringBuilder all = new StringBuilder();
            for (Map.Entry<String, String> entry : servers.entrySet()) {
                int here = port == 0 ? FreePorts.next(address) : port;
                ports.put(entry.getKey(), here);
                all.append(oneServer(entry.getKey() + "-" + here, here, entry.getValue()));
            }
            if (lmtp) {
                ports.put(LMTP, FreePorts.next(address));
                home.file(
                        "lmtpserver.xml",
                        "<lmtpservers><lmtpserver enabled=\"true\"><jmxName>lmtp-" + ports.get(LMTP)
                                + "</jmxName><bind>"
                                + address + ":" + ports.get(LMTP) + "</bind><handlerchain>"
                                + "<handler class=\"org.apache.james.lmtpserver.CoreCmdHandlerLoader\"/></handlerchain></lmtpserver></lmtpservers>");
            }
            home.file("smtpserver.xml", "<smtpservers>" + all + "</smtpservers>")
                    .file("cbv.xml", cbvXml)
                    .file(
                            "mailetcontainer.xml",
                            JamesHome.template("mailetcontainer.xml")
                                    .replaceFirst(
                                            "<mailet ",
                                            "<mailet match=\"All\" class=\"ToRepository\"><passThrough>true</passThrough>"
                                                    + "<repositoryPath>memory://" + SEEN + "/</repositoryPath></mailet>"
                                                    + "<mailet "))
                    .write();
            GuiceJamesServer server = MemoryJamesServerMain.createServer(MemoryJamesConfiguration.builder()
                            .workingDirectory(folder.toString())
                            .build())
                    .combineWith(new FakeSearchMailboxModule());
            server.start();
            forgetBeans();
            return new JamesInThisJvm(home, ports, address, server);
        }

        /** A second server in this JVM would register beans of the same names. */
        private static void forgetBeans() throws Exception {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : beans.queryNames(new ObjectName("org.apache.james:*"), null)) {
                beans.unregisterMBean(name);
            }
        }

        private String oneServer(String jmxName, int here, String handlers) throws IOException {
            String template = JamesHome.template("smtpserver.xml");
            return template.substring(template.indexOf("<smtpserver "), template.indexOf("</smtpservers>"))
                    .replace("smtpserver-global", jmxName)
                    .replace("${smtpBind}", address + ":" + here)
                    .replace("192.0.2.1/32", authorized)
                    .replace(
                            "<tls socketTLS=\"false\" startTLS=\"false\"/>",
                            "<tls socketTLS=\"false\" startTLS=\"true\"><keystore>file://conf/keystore</keystore>"
                                    + "<keystoreType>PKCS12</keystoreType><secret>" + JamesHome.KEYSTORE_PASSWORD
                                    + "</secret></tls>")
                    .replace("<handlerchain>", "<handlerchain>" + handlers);
        }
    }
}
