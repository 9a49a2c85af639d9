package io.jamescbv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ehcache finds its own parts through META-INF/services: a jar that merely has all classes may still not start it. */
class RelocatedEhcacheIT {
    static Stream<Path> jars() {
        return Stream.of(BuiltFiles.JAMES_38, BuiltFiles.JAMES_39);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void startsInALoaderBelowThatOfJames(Path jar) throws Exception {
        try (URLClassLoader extensions =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> builders = extensions.loadClass("io.jamescbv.shaded.ehcache.config.builders.CacheManagerBuilder");
            Object builder = builders.getMethod("newCacheManagerBuilder").invoke(null);
            Object manager = builders.getMethod("build", boolean.class).invoke(builder, true);

            assertThat(manager.getClass().getClassLoader()).isSameAs(extensions);
            assertThat(call(manager, "getStatus")).hasToString("AVAILABLE");
            call(manager, "close");
            assertThat(call(manager, "getStatus")).hasToString("UNINITIALIZED");
        }
    }

    private static Object call(Object target, String method) throws Exception {
        return target.getClass().getMethod(method).invoke(target);
    }
}
