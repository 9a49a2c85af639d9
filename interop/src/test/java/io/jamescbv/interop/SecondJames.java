package io.jamescbv.interop;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A James in a process of its own which knows nothing of us, with two SMTP servers that offer STARTTLS; the second one
 * refuses the null reverse-path.
 *
 * <p>Thread-safe.
 */
final class SecondJames implements AutoCloseable {
    private static final String NO_TLS = "<tls socketTLS=\"false\" startTLS=\"false\"/>";
    private static final String START_TLS = "<tls socketTLS=\"false\" startTLS=\"true\">"
            + "<keystore>file://conf/keystore</keystore><keystoreType>PKCS12</keystoreType><secret>"
            + JamesHome.KEYSTORE_PASSWORD + "</secret></tls>";

    private final JamesHome home;
    private final ForkedJames process;

    private SecondJames(JamesHome home, ForkedJames process) {
        this.home = home;
        this.process = process;
    }

    /** Starts it, listening on both addresses, and returns when it is up. */
    static SecondJames start(Path folder, int port, String address, String addressThatRefusesNullSender)
            throws IOException, InterruptedException {
        String template = JamesHome.template("smtpserver.xml").replace(NO_TLS, START_TLS);
        String first = template.substring(template.indexOf("<smtpserver "), template.indexOf("</smtpservers>"));
        String second = first.replace("smtpserver-global", "smtpserver-second")
                .replace("${smtpBind}", addressThatRefusesNullSender + ":" + port)
                .replace(
                        "<handlerchain>",
                        "<handlerchain><handler class=\"" + NullSenderRefusingHook.class.getName() + "\"/>");
        JamesHome home = JamesHome.in(folder)
                .defaultDomain("james.example")
                .heloName("mx.james.example")
                .smtp(port, address)
                .withoutImap()
                .keystore()
                .extension(jarOf(Files.createDirectories(folder).resolve("hook.jar"), NullSenderRefusingHook.class))
                .file("smtpserver.xml", template.replace("</smtpservers>", second + "</smtpservers>"))
                .write();
        return new SecondJames(home, ForkedJames.start(Work.JAMES, home));
    }

    private static Path jarOf(Path jar, Class<?> type) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    JamesAdmin admin() {
        return new JamesAdmin(home.webAdminPort());
    }

    @Override
    public void close() {
        process.close();
    }
}
