package io.jamescbv.demo;

import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sample configuration as it is shipped, and what is changed in it: each change names the text it replaces, and
 * fails when that text is not there.
 *
 * <p>Not thread-safe.
 */
final class SampleConfiguration {
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> changes = new ArrayList<>();

    private final int smtpPort = FreePorts.next();
    private final int submissionPort = FreePorts.next();

    private SampleConfiguration() {}

    static SampleConfiguration shipped() throws IOException {
        SampleConfiguration sample = new SampleConfiguration();
        try (Stream<Path> paths = Files.list(Built.SAMPLE)) {
            for (Path file : (Iterable<Path>) paths.sorted()::iterator) {
                if (!file.toString().endsWith(".md")) {
                    sample.files.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return sample;
    }

    /** Replaces a text wherever it stands in a file. */
    SampleConfiguration change(String file, String shipped, String here) {
        String text = files.get(file);
        if (!text.contains(shipped)) {
            throw new IllegalStateException(file + " of the sample configuration has no longer: " + shipped);
        }
        files.put(file, text.replace(shipped, here));
        changes.add(file + ": " + shipped + "  ->  " + here);
        return this;
    }

    /**
     * What every James on loopback needs: free ports, the DNS server of the pretend zones, and mail exchangers that are
     * neither public nor on port 25.
     */
    SampleConfiguration onLoopback(int dnsPort, int mxPort) {
        return change("smtpserver.xml", "<bind>0.0.0.0:25</bind>", "<bind>127.0.0.1:" + smtpPort + "</bind>")
                .change("smtpserver.xml", "<bind>0.0.0.0:587</bind>", "<bind>127.0.0.1:" + submissionPort + "</bind>")
                .change("smtpserver.xml", "autodetect=\"true\">mx.example.com", "autodetect=\"false\">mx.local.example")
                .change(
                        "cbv.xml",
                        "<!-- <server>127.0.0.53:53</server> -->",
                        "<server>127.0.0.1:" + dnsPort + "</server>")
                .change("cbv.xml", "<port>25</port>", "<port>" + mxPort + "</port>")
                .change(
                        "cbv.xml",
                        "<!-- <allowTarget>127.0.0.0/8</allowTarget> -->",
                        "<allowTarget>127.0.0.0/8</allowTarget>");
    }

    /** As if a file were not there. */
    SampleConfiguration without(String file) {
        files.remove(file);
        return this;
    }

    /** A home with these files and the drop-in jar; everything else as in our own tests. */
    JamesHome home(String folder) {
        return JamesHome.in(Built.WORK.resolve(folder))
                .smtp(smtpPort, "127.0.0.1")
                .files(files)
                .keystore()
                .extension(Built.DROP_IN_JAR);
    }

    /** The port of the SMTP server at which users log in. */
    int submissionPort() {
        return submissionPort;
    }

    /** What was changed, a line each. */
    List<String> changes() {
        return changes;
    }

    /** A file without its comments and empty lines. */
    String withoutComments(String file) {
        return files.get(file).replaceAll("(?s)<!--.*?-->", "").replaceAll("(?m)^\\s*\\n", "");
    }
}
