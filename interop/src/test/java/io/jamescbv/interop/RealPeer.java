package io.jamescbv.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that a test needs and the build cannot bring along. Where it is missing the test is skipped, and nobody can
 * overlook that.
 */
enum RealPeer {
    POSTFIX("postfix", "/usr/sbin/postfix", "/usr/sbin/postconf", "/usr/lib/postfix/sbin/master"),
    POSTGREY("postgrey", "/usr/sbin/postgrey");

    private static final String LINE = "*".repeat(100);

    private final String debianPackage;
    private final List<Path> files;

    RealPeer(String debianPackage, String... files) {
        this.debianPackage = debianPackage;
        this.files = Stream.of(files).map(Path::of).collect(Collectors.toList());
    }

    /** Skips the test, loudly, where the program cannot be run. */
    void require() {
        if (!files.stream().allMatch(Files::isExecutable)) {
            skip(debianPackage + " IS NOT INSTALLED", "Install it:   .ci/install-peers   (Debian, as root)");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            skip(debianPackage + " CAN BE STARTED BY root ONLY", "Run this build as root, in a container for example.");
        }
    }

    private void skip(String why, String remedy) {
        System.err.println(String.join(
                System.lineSeparator(),
                "",
                LINE,
                "  SKIPPED: tests against a real " + debianPackage + ".",
                "  " + why + ", so what it answers to a callout was NOT TESTED.",
                "  " + remedy,
                LINE,
                ""));
        assumeTrue(false, "SKIPPED, NOT TESTED: " + why + ". " + remedy);
    }
}
