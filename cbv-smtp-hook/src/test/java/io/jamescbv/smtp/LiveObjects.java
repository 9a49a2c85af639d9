package io.jamescbv.smtp;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts what of a kind this JVM still reaches, after a full collection of garbage: its own class histogram. */
final class LiveObjects {
    private LiveObjects() {}

    /** How many objects of a class are reachable. */
    static long count(String type) {
        return of(type).stream()
                .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[1]))
                .sum();
    }

    /** The lines of the histogram about these classes; empty if no object of them is reachable. */
    static List<String> of(String... classes) {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .filter(line -> Stream.of(classes).anyMatch(name -> line.matches(".*\\s" + name + "(\\s.*)?")))
                    .collect(Collectors.toList());
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
