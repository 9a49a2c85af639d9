package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client compiled against one version of an interface and a base class is held against changed ones. */
class LinkCheckTest {
    private static final String FILTER =
            "package api; public interface Filter { String apply(String s);" + " default void stop() {} }";
    private static final String BASE = "package api; public class Base { public static final Object KEY = new Object();"
            + " protected int count; public Base(String s) {} public int size(String s) { return 1; } }";
    private static final String CLIENT = "package client; public class Client extends api.Base implements api.Filter {"
            + " public Client() { super(\"\"); }"
            + " public String apply(String s) { count++; stop(); return s + size(s) + KEY; }"
            + " public java.util.function.ToIntFunction<String> counter() { return this::size; } }";

    @TempDir
    Path folder;

    private Path client;

    @BeforeEach
    void compileTheClient() throws IOException {
        Path api = compile("old", List.of(), FILTER, BASE);
        client = compile("client", List.of(api), CLIENT);
    }

    @Test
    void whatItWasCompiledAgainstLinks() throws IOException {
        assertThat(against(FILTER, BASE)).isEmpty();
    }

    @Test
    void missingClass() throws IOException {
        assertThat(against(BASE)).contains("class api.Filter: no such class, wanted by client.Client");
    }

    @Test
    void missingMethod() throws IOException {
        assertThat(against(FILTER, BASE.replace("size(", "length(")))
                .containsExactly(
                        "method api.Base.size(java.lang.String) : int: no such method, wanted by client.Client",
                        "method client.Client.size(java.lang.String) : int: no such method, wanted by client.Client");
    }

    @Test
    void changedArgumentOfAMethod() throws IOException {
        assertThat(against(FILTER, BASE.replace("size(String", "size(Object")))
                .containsExactly(
                        "method api.Base.size(java.lang.String) : int: no such method, wanted by client.Client",
                        "method client.Client.size(java.lang.String) : int: no such method, wanted by client.Client");
    }

    @Test
    void changedResultOfAMethod() throws IOException {
        assertThat(against(FILTER, BASE.replace("int size", "long size")))
                .as("once as a call, once as a method handle")
                .hasSize(2);
    }

    @Test
    void missingField() throws IOException {
        assertThat(against(FILTER, BASE.replace("KEY", "NAME")))
                .containsExactly(
                        "field static client.Client.KEY : java.lang.Object: no such field, wanted by client.Client");
    }

    @Test
    void changedTypeOfAField() throws IOException {
        assertThat(against(FILTER, BASE.replace("int count", "long count")))
                .containsExactly("field client.Client.count : int: no such field, wanted by client.Client");
    }

    @Test
    void unimplementedAbstractMethod() throws IOException {
        assertThat(against(FILTER.replace("default", "void start(); default"), BASE))
                .containsExactly(
                        "method interface api.Filter.start() : void: is abstract, not implemented by client.Client");
    }

    @Test
    void defaultMethodThatBecameAbstract() throws IOException {
        assertThat(against(FILTER.replace("default void stop() {}", "void stop();"), BASE))
                .containsExactly(
                        "method interface api.Filter.stop() : void: is abstract, not implemented by client.Client");
    }

    @Test
    void constructorThatBecamePrivate() throws IOException {
        assertThat(against(FILTER, BASE.replace("public Base", "private Base")))
                .containsExactly(
                        "method api.Base.<init>(java.lang.String) : void: is not accessible from there, used by"
                                + " client.Client");
    }

    @Test
    void methodThatBecameStatic() throws IOException {
        assertThat(against(FILTER, BASE.replace("public int", "public static int")))
                .contains("method client.Client.size(java.lang.String) : int: is static, used by client.Client");
    }

    @Test
    void classThatBecameFinal() throws IOException {
        assertThat(against(FILTER, BASE.replace("public class", "public final class")))
                .containsExactly("class api.Base: is final, extended by client.Client");
    }

    @Test
    void interfaceThatBecameAClass() throws IOException {
        assertThat(against("package api; public abstract class Filter { }", BASE))
                .contains("class api.Filter: is no interface, inherited by client.Client");
    }

    @Test
    void optionalPackagesMayBeAbsent() throws IOException {
        Path fresh = compile("fresh", List.of(), "package other; class X {}");
        try (ClassWorld world = new ClassWorld(List.of(client, fresh))) {
            LinkCheck check = new LinkCheck(world, Set.of("api/")).check(ClassWorld.classesIn(client));
            assertThat(check.missing.keySet()).noneMatch(line -> line.contains(" api."));
        }
    }

    private List<String> against(String... sources) throws IOException {
        Path api = compile("new", List.of(), sources);
        try (ClassWorld world = new ClassWorld(List.of(client, api))) {
            LinkCheck check = new LinkCheck(world, Set.of()).check(ClassWorld.classesIn(client));
            List<String> problems = new ArrayList<>();
            check.missing.forEach((line, why) -> problems.add(line + ": " + why));
            check.broken.forEach((line, why) -> problems.add(line + ": " + why));
            return problems;
        }
    }

    private Path compile(String name, List<Path> classPath, String... sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name));
        List<String> arguments = new ArrayList<>(List.of("--release", "11", "-d", classes.toString(), "-cp"));
        arguments.add(
                classPath.isEmpty() ? classes.toString() : classPath.get(0).toString());
        for (String source : sources) {
            String type = source.replaceFirst("(?s).*?\\b(?:class|interface) (\\w+).*", "$1");
            Path file = Files.createDirectories(folder.resolve(name + "-src")).resolve(type + ".java");
            arguments.add(Files.writeString(file, source).toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(result).as("javac").isZero();
        return classes;
    }
}
