package io.jamescbv.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Where servers find what they need, as pom.xml says in system properties. */
final class Work {
    /** The jars of a James 3.8.1 memory server. */
    static final Path JAMES = path("cbv.james");
    /** Where servers may have their homes. */
    static final Path FOLDER = path("cbv.work");

    private Work() {}

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath();
    }

    /**
     * A new folder which servers can reach that drop root for a user of their own: in {@link #FOLDER} unless that is
     * closed to others somewhere on the way, as in a home folder, else where the system has its temporary files.
     */
    static Path openFolder(String name) throws IOException {
        Path folder = isOpen(Files.createDirectories(FOLDER))
                ? Files.createDirectories(FOLDER.resolve(name))
                : Files.createTempDirectory("cbv-" + name);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean isOpen(Path folder) throws IOException {
        for (Path part = folder.toRealPath(); part != null; part = part.getParent()) {
            if (!Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
