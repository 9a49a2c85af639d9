package io.jamescbv.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what a figure depends on. */
final class Conditions {
    private Conditions() {}

    static void print(Length length) throws IOException {
        System.out.printf(
                "%s, %s %s, %d cores, Java %s, load average %.2f%n",
                length,
                cpuModel(),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.println("James' JVM: " + JamesFiles.JVM + " " + System.getProperty("james.jvm", ""));
        System.out.println("cbv.xml, ports aside:\n" + JamesFiles.cbvXml(53, 25, Limits.RAISED));
    }

    private static String cpuModel() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown CPU");
    }
}
