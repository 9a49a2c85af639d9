package io.jamescbv.testing;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that no process we started outlives us.
 *
 * <p>A JVM that ends by itself, by System.exit, SIGTERM or SIGINT kills its children in a shutdown hook. Against
 * SIGKILL, each child has a shell for a neighbour that reads from a pipe of ours: when we are gone the pipe ends and
 * the shell kills the child. Where there is no {@code sh} that second net is missing.
 *
 * <p>Thread-safe.
 */
final class ProcessGuard implements AutoCloseable {
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> CHILDREN.forEach(Process::destroyForcibly), "process-guard"));
    }

    private final Process child;
    private final Process neighbour;

    ProcessGuard(Process child) {
        this.child = child;
        CHILDREN.add(child);
        this.neighbour = neighbourOf(child);
    }

    private static Process neighbourOf(Process child) {
        try {
            // INT is ignored because Ctrl-C reaches the whole group, and the neighbour has to see the end of it.
            return new ProcessBuilder("sh", "-c", "trap '' INT; read end; kill -KILL \"$1\"", "guard", "" + child.pid())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return null;
        }
    }

    /** The child is gone: dismisses the neighbour before its number can belong to another process. */
    @Override
    public void close() {
        CHILDREN.remove(child);
        if (neighbour != null) {
            neighbour.destroyForcibly();
        }
    }
}
