package io.jamescbv.cli.remote;

import static io.jamescbv.cli.remote.WebAdmin.part;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cache}: what a running James remembers. Not thread-safe; it lives for one command. */
@Command(
        name = "cache",
        description = "Looks into what a running James remembers, and changes it.",
        mixinStandardHelpOptions = true)
public final class CacheCommand {
    @Command(
            name = "show",
            description = "Prints all that is remembered of an address.",
            mixinStandardHelpOptions = true)
    int show(@Mixin Remote remote, @Parameters(paramLabel = "ADDRESS") String address) {
        return remote.get("/cache/" + part(address));
    }

    @Command(
            name = "list",
            description = "Prints what is remembered of a domain and its addresses.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Remote remote,
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit) {
        return remote.get("/cache?domain=" + part(domain) + "&limit=" + limit);
    }

    @Command(
            name = "forget",
            description = "Forgets an address, a domain, or everything but the pins.",
            mixinStandardHelpOptions = true)
    int forget(@Mixin Remote remote, @ArgGroup(multiplicity = "1") What what) {
        if (what.all) {
            return remote.delete("/cache");
        }
        return what.domain == null
                ? remote.delete("/cache/" + part(what.address))
                : remote.delete("/cache?domain=" + part(what.domain));
    }

    @Command(
            name = "pin",
            description = "Lets an answer win over everything until a time.",
            mixinStandardHelpOptions = true)
    int pin(
            @Mixin Remote remote,
            @Parameters(paramLabel = "ADDRESS") String address,
            @Parameters(paramLabel = "STATUS", description = "pass, fail, transient or error") String status,
            @Parameters(paramLabel = "UNTIL", description = "for example 2027-01-31T00:00:00Z") String until) {
        return remote.put(
                "/cache/" + part(address),
                Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("status", status)
                        .put("until", until)));
    }

    /** One of three. */
    static final class What {
        @Parameters(paramLabel = "ADDRESS")
        private String address;

        @Option(names = "--domain", paramLabel = "DOMAIN", description = "This domain and all its addresses.")
        private String domain;

        @Option(names = "--all", description = "Everything.")
        private boolean all;
    }
}
