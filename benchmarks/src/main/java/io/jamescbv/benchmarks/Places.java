package io.jamescbv.benchmarks;

import java.nio.file.Path;

/** Where things are. Immutable and thread-safe. */
final class Places {
    private final Path jamesJars;
    private final Path dropInJar;
    private final Path ownJar;
    private final Path work;

    /**
     * @param jamesJars the folder of James' jars
     * @param dropInJar what is measured
     * @param ownJar the jar with {@link BlockingHook}
     * @param work a folder to work in
     */
    Places(Path jamesJars, Path dropInJar, Path ownJar, Path work) {
        this.jamesJars = jamesJars;
        this.dropInJar = dropInJar;
        this.ownJar = ownJar;
        this.work = work.toAbsolutePath(); // James has a working folder of its own
    }

    Path jamesJars() {
        return jamesJars;
    }

    Path dropInJar() {
        return dropInJar;
    }

    Path ownJar() {
        return ownJar;
    }

    Path work() {
        return work;
    }
}
