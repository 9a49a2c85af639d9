package io.jamescbv.benchmarks;

import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How the James of a benchmark is configured. */
final class JamesFiles {
    /** Its heap, and what {@link io.jamescbv.testing.ForkedJames} turns off for the sake of quick tests. */
    static final List<String> JVM = List.of("-Xmx1g", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=4");

    private JamesFiles() {}

    /** Everything that is not named here, or on the command line, is as shipped. */
    static String cbvXml(int dnsPort, int targetPort, Limits limits) {
        return "<cbv>\n"
                + "  <dns><server>127.0.0.1:" + dnsPort + "</server></dns>\n"
                + "  <callout><port>" + targetPort + "</port><allowTarget>127.0.0.0/8</allowTarget>"
                + "<acceptAllTest>false</acceptAllTest></callout>\n"
                + "  " + limits.xml() + System.getProperty("cbv.settings", "") + "\n"
                + "  <policy/>\n"
                + "</cbv>\n";
    }

    static String smtpServers(String host, int with, int without, int blocking) throws IOException {
        return "<smtpservers>"
                + smtpServer("with", host + ":" + with, handler("io.jamescbv.smtp.CallbackVerification"))
                + smtpServer("without", host + ":" + without, "")
                + smtpServer("blocking", host + ":" + blocking, handler(BlockingHook.class.getName()))
                + "</smtpservers>";
    }

    private static String handler(String className) {
        return "<handler class=\"" + className + "\"/>";
    }

    private static String smtpServer(String name, String bind, String handler) throws IOException {
        String template = JamesHome.template("smtpserver.xml");
        return template.substring(template.indexOf("<smtpserver "), template.indexOf("</smtpservers>"))
                .replace("smtpserver-global", name)
                .replace("${smtpBind}", bind)
                .replace("<handlerchain>", "<handlerchain>" + handler);
    }

    /** One line a decision, as operators are told to keep, in a file of its own that is written block by block. */
    static String logback(Path decisions) {
        return "<configuration>\n"
                + "  <shutdownHook class=\"ch.qos.logback.core.hook.DefaultShutdownHook\"/>\n"
                + "  <appender name=\"CONSOLE\" class=\"ch.qos.logback.core.ConsoleAppender\">\n"
                + "    <encoder><pattern>%d{HH:mm:ss.SSS} [%-5level] %logger{40} - %msg%n%rEx</pattern></encoder>\n"
                + "  </appender>\n"
                + "  <appender name=\"DECISIONS\" class=\"ch.qos.logback.core.FileAppender\">\n"
                + "    <file>" + decisions + "</file><append>false</append><immediateFlush>false</immediateFlush>\n"
                + "    <encoder><pattern>%d{HH:mm:ss.SSS} %msg%n</pattern></encoder>\n"
                + "  </appender>\n"
                + "  <root level=\"WARN\"><appender-ref ref=\"CONSOLE\"/></root>\n"
                + "  <logger name=\"org.apache.james\" level=\"INFO\"/>\n"
                + "  <logger name=\"io.jamescbv.smtp.CallbackVerification\" level=\"INFO\" additivity=\"false\">\n"
                + "    <appender-ref ref=\"DECISIONS\"/>\n"
                + "  </logger>\n"
                + "</configuration>\n";
    }
}
