package io.jamescbv.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes that would be on James' class path: some jars and folders, and behind them the JDK. */
final class ClassWorld implements AutoCloseable {
    private final List<FileSystem> open = new ArrayList<>();
    private final List<Path> roots = new ArrayList<>();
    private final Map<String, Optional<ClassFacts>> known = new HashMap<>();

    ClassWorld(List<Path> jarsAndFolders) {
        for (Path place : jarsAndFolders) {
            roots.add(root(place));
        }
    }

    private Path root(Path place) {
        if (Files.isDirectory(place)) {
            return place;
        }
        try {
            FileSystem zip = FileSystems.newFileSystem(place, (ClassLoader) null);
            open.add(zip);
            return zip.getPath("/");
        } catch (IOException e) {
            throw new UncheckedIOException(place.toString(), e);
        }
    }

    /** By internal name, such as java/lang/String; empty where nobody has it. */
    Optional<ClassFacts> find(String name) {
        Optional<ClassFacts> facts = known.get(name);
        if (facts == null) {
            facts = read(name).map(ClassFacts::of);
            known.put(name, facts);
        }
        return facts;
    }

    private Optional<byte[]> read(String name) {
        String file = name + ".class";
        try {
            for (Path root : roots) {
                Path path = root.resolve(file);
                if (Files.exists(path)) {
                    return Optional.of(Files.readAllBytes(path));
                }
            }
            // The platform loader, not the application's: a test dependency must not stand in for what James lacks.
            try (InputStream jdk = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
                return jdk == null ? Optional.empty() : Optional.of(jdk.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The bytes of every class in one place, without the copies of a multi-release jar. */
    static List<byte[]> classesIn(Path place) {
        try (ClassWorld world = new ClassWorld(List.of(place))) {
            Path root = world.roots.get(0);
            try (Stream<Path> files = Files.walk(root)) {
                List<byte[]> classes = new ArrayList<>();
                for (Path file : files.filter(f -> f.toString().endsWith(".class"))
                        .filter(f -> !root.relativize(f).startsWith("META-INF"))
                        .sorted()
                        .collect(Collectors.toList())) {
                    classes.add(Files.readAllBytes(file));
                }
                return classes;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(place.toString(), e);
        }
    }

    /** The class itself, then its superclasses nearest first, then every interface of any of them; only what is found. */
    Set<ClassFacts> lineage(ClassFacts start) {
        Set<ClassFacts> all = new LinkedHashSet<>();
        for (Optional<ClassFacts> c = Optional.of(start); c.isPresent(); c = superclass(c.get())) {
            all.add(c.get());
        }
        for (ClassFacts c : new ArrayList<>(all)) {
            addInterfaces(c, all);
        }
        return all;
    }

    private void addInterfaces(ClassFacts c, Set<ClassFacts> all) {
        for (String i : c.interfaces) {
            find(i).filter(all::add).ifPresent(facts -> addInterfaces(facts, all));
        }
    }

    private Optional<ClassFacts> superclass(ClassFacts c) {
        return c.superName == null ? Optional.empty() : find(c.superName);
    }

    @Override
    public void close() throws IOException {
        for (FileSystem zip : open) {
            zip.close();
        }
    }
}
