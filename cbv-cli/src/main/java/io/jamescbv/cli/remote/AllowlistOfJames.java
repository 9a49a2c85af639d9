package io.jamescbv.cli.remote;

import static io.jamescbv.cli.remote.WebAdmin.part;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code allowlist} does with the list of a running James. */
public final class AllowlistOfJames {
    private AllowlistOfJames() {}

    /** {@code allowlist list}. Not thread-safe; it lives for one command. */
    @Command(
            name = "list",
            description = "Prints the allowlist of a running James, and where each entry comes from.",
            mixinStandardHelpOptions = true)
    public static final class Show implements Callable<Integer> {
        @Mixin
        private Remote remote;

        @Override
        public Integer call() {
            return remote.get("/allowlist");
        }
    }

    /** {@code allowlist add}. Not thread-safe; it lives for one command. */
    @Command(
            name = "add",
            description = "Adds an entry to the allowlist of a running James.",
            mixinStandardHelpOptions = true)
    public static final class Add implements Callable<Integer> {
        @Mixin
        private Remote remote;

        @Mixin
        private Entry entry;

        @Override
        public Integer call() {
            return remote.put(entry.path(), Optional.empty());
        }
    }

    /** {@code allowlist remove}. Not thread-safe; it lives for one command. */
    @Command(
            name = "remove",
            description = "Takes away an entry that was added while James runs.",
            mixinStandardHelpOptions = true)
    public static final class Remove implements Callable<Integer> {
        @Mixin
        private Remote remote;

        @Mixin
        private Entry entry;

        @Override
        public Integer call() {
            return remote.delete(entry.path());
        }
    }

    /** Which entry. */
    static final class Entry {
        @Parameters(index = "0", paramLabel = "KIND", description = "address, domain, network or ptr")
        private String kind;

        @Parameters(index = "1", paramLabel = "VALUE", description = "The entry, as cbv.xml has it.")
        private String value;

        String path() {
            return "/allowlist/" + part(kind) + "/" + part(value);
        }
    }
}
