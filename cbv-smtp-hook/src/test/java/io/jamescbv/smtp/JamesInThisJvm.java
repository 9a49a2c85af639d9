package io.jamescbv.smtp;

import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.james.FakeSearchMailboxModule;
import org.apache.james.GuiceJamesServer;
import org.apache.james.MemoryJamesConfiguration;
import org.apache.james.MemoryJamesServerMain;

/** A whole James 3.8.1 memory server in this JVM, with the classes of this build on its class path. */
final class JamesInThisJvm implements AutoCloseable {
    static final String PASSWORD = "secret";

    private final JamesHome home;
    private final GuiceJamesServer server;

    private JamesInThisJvm(JamesHome home, GuiceJamesServer server) {
        this.home = home;
        this.server = server;
    }

    static JamesInThisJvm start(JamesHome home) throws Exception {
        home.write();
        GuiceJamesServer server = MemoryJamesServerMain.createServer(MemoryJamesConfiguration.builder()
                        .workingDirectory(home.folder().toString())
                        .build())
                .combineWith(new FakeSearchMailboxModule());
        server.start();
        return new JamesInThisJvm(home, server);
    }

    /** A smtpserver.xml of our template with our handler, its children given, in front of James' own. */
    static String smtpServer(String name, String handlerChildren) throws Exception {
        return JamesHome.template("smtpserver.xml")
                .replace("smtpserver-global", name)
                .replace(
                        "<handlerchain>",
                        "<handlerchain><handler class=\"io.jamescbv.smtp.CallbackVerification\">" + handlerChildren
                                + "</handler>");
    }

    static Path newHome(String name) throws Exception {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), name);
    }

    JamesInThisJvm withUser(String address) throws Exception {
        JamesAdmin admin = admin();
        admin.createDomain(address.substring(address.indexOf('@') + 1));
        admin.createUser(address, PASSWORD);
        return this;
    }

    JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort());
    }

    JamesHome home() {
        return home;
    }

    @Override
    public void close() {
        server.stop();
    }
}
