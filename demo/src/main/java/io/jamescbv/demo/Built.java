package io.jamescbv.demo;

import java.nio.file.Path;

/** Where the build put what the demo needs, as its pom.xml says in system properties. */
final class Built {
    /** The jar that operators get. */
    static final Path DROP_IN_JAR = path("cbv.jar");
    /** The configuration that operators get. */
    static final Path SAMPLE = path("cbv.sample");
    /** The jars of a James 3.8.1 memory server. */
    static final Path JAMES = path("cbv.james");
    /** Where servers may have their homes. */
    static final Path WORK = path("cbv.work");

    private Built() {}

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("system property " + property + " is not set; run mvn -Pdemo verify");
        }
        return Path.of(value).toAbsolutePath();
    }
}
