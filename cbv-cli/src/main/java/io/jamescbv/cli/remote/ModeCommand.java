package io.jamescbv.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mode}: whether decisions are carried out. Not thread-safe; it lives for one command. */
@Command(
        name = "mode",
        description = "Prints whether a running James carries decisions out, or changes it.",
        mixinStandardHelpOptions = true)
public final class ModeCommand implements Callable<Integer> {
    @Mixin
    private Remote remote;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODE",
            description = "monitor takes all actions back; enforce carries them out.")
    private String mode;

    @Override
    public Integer call() {
        return mode == null
                ? remote.get("/enforcement")
                : remote.put(
                        "/enforcement",
                        Optional.of(JsonNodeFactory.instance.objectNode().put("enforcement", mode)));
    }
}
