package io.jamescbv.cli.remote;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stats}: the figures of a running James. Not thread-safe; it lives for one command. */
@Command(
        name = "stats",
        description = "Prints how full the memory is, how often it knew the answer, and what the limits did.",
        mixinStandardHelpOptions = true)
public final class StatsCommand implements Callable<Integer> {
    @Mixin
    private Remote remote;

    @Override
    public Integer call() {
        return remote.get("/stats");
    }
}
