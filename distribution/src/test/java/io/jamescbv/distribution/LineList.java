package io.jamescbv.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of lines as {@link Reference#line} writes them; empty lines and those that begin with # are for people. */
final class LineList {
    private LineList() {}

    static Set<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** True where the class itself, of whatever access, declares the member that the line describes. */
    static boolean names(ClassWorld world, String line) {
        String type = line.replaceFirst("^(?:class|(?:field|method)(?: interface)?(?: static)?) ([\\w.$]+).*", "$1");
        String owner = line.startsWith("class ") ? type : type.substring(0, type.lastIndexOf('.'));
        return world.find(owner.replace('.', '/'))
                .filter(facts -> line.startsWith("class ") || declares(facts, line))
                .isPresent();
    }

    private static boolean declares(ClassFacts facts, String line) {
        return Stream.concat(facts.fields.entrySet().stream(), facts.methods.entrySet().stream())
                .map(member -> Reference.toDeclared(facts, member.getKey(), member.getValue()))
                .anyMatch(reference -> reference.line().equals(line));
    }
}
