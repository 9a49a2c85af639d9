package io.jamescbv.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where the build put what operators get, and how to read it. */
final class BuiltFiles {
    static final Path TARGET = Paths.get(System.getProperty("cbv.target", "target"));
    static final Path JAMES_38 = TARGET.resolve("cbv-james-3.8.jar");
    static final Path JAMES_39 = TARGET.resolve("cbv-james-3.9.jar");
    static final Path CLI = TARGET.resolve("cbv-cli.jar");

    private BuiltFiles() {}

    static List<ZipEntry> entries(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    static List<String> fileNames(Path jar) {
        return entries(jar).stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .collect(Collectors.toList());
    }

    /** Every file whose name ends so, by name. */
    static Map<String, byte[]> files(Path jar, String suffix) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().collect(Collectors.toList())) {
                if (entry.getName().endsWith(suffix)) {
                    files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
        return files;
    }

    static String text(Path jar, String name) {
        byte[] bytes = files(jar, name).get(name);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(folder.toString(), e);
        }
    }
}
