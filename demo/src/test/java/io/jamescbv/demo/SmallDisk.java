package io.jamescbv.demo;

import static org.awaitility.Awaitility.await;

import io.jamescbv.testing.ForkedProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * A small file system of its own over one folder, which can be filled. It is mounted in a mount namespace, for which one
 * need not be root on Linux, so only programs that are started by {@link #launcher} see it, and this class, through /proc.
 * It lasts until it is closed, whoever comes and goes.
 *
 * <p>Not thread-safe.
 */
final class SmallDisk implements AutoCloseable {
    private static final String HOLD =
            "mount -t tmpfs -o size=\"$1\" cbv \"$2\" && echo mounted && exec sleep infinity";
    /** Of a page of memory, of which such a file system is made: what is left is less than any file can use. */
    private static final int BLOCK = 4_096;

    private final ForkedProgram holder;
    private final Path folder;

    private SmallDisk(ForkedProgram holder, Path folder) {
        this.holder = holder;
        this.folder = folder;
    }

    /** Lays it over a folder; skips the test, and says so, where the kernel does not allow it. */
    static SmallDisk over(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        ForkedProgram holder;
        try {
            holder = ForkedProgram.start(
                    folder.getParent(),
                    folder.resolveSibling(folder.getFileName() + "-disk.log"),
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "--mount",
                    "sh",
                    "-c",
                    HOLD,
                    "small-disk",
                    size,
                    folder.toString());
        } catch (IOException e) {
            throw skipped(e.getMessage());
        }
        await().until(() -> holder.printed().contains("mounted") || !holder.isAlive());
        if (!holder.isAlive()) {
            holder.close();
            throw skipped(holder.printed());
        }
        return new SmallDisk(holder, folder);
    }

    private static TestAbortedException skipped(String why) {
        String message = "SKIPPED, NOT TESTED: a full disk. No file system can be mounted in a namespace here: " + why;
        System.err.println(message);
        return new TestAbortedException(message);
    }

    /** What starts a program so that it sees the disk, in the folder beside it. */
    List<String> launcher() {
        return List.of("nsenter", "--user", "--preserve-credentials", "--mount", "--wd", "--target", "" + holder.pid());
    }

    /** Leaves no room for another block. */
    void fill() throws IOException {
        FileStore disk = Files.getFileStore(seen());
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (disk.getUsableSpace() > 0) {
                filler.write(new byte[BLOCK]);
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return seen().resolve("filler");
    }

    /** The folder as those in the namespace see it. */
    private Path seen() {
        return Path.of("/proc/" + holder.pid() + "/root" + folder);
    }

    @Override
    public void close() {
        holder.close();
    }
}
