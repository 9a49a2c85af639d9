package io.jamescbv.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Which James is meant, and how its answer is printed. Exit status: 0 done, 1 not there, 3 refused or not reached.
 *
 * <p>Not thread-safe; it lives for one command.
 */
final class Remote {
    private static final int NOT_THERE = 1;
    private static final int FAILED = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8000",
            description = "WebAdmin of James. Default: ${DEFAULT-VALUE}")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "JWT",
            defaultValue = "${env:CBV_TOKEN}",
            description = "Token for a WebAdmin with jwt.enabled=true; best given in the variable CBV_TOKEN.")
    private String token;

    @Option(names = "--json", description = "Print JSON as James gives it.")
    private boolean json;

    int get(String path) {
        return run("GET", path, Optional.empty());
    }

    int post(String path) {
        return run("POST", path, Optional.empty());
    }

    int put(String path, Optional<JsonNode> body) {
        return run("PUT", path, body);
    }

    int delete(String path) {
        return run("DELETE", path, Optional.empty());
    }

    private int run(String method, String path, Optional<JsonNode> body) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            JsonNode answer = new WebAdmin(url, Optional.ofNullable(token).filter(text -> !text.isEmpty()))
                    .ask(method, path, body);
            if (json && !answer.isMissingNode()) {
                out.println(answer);
            } else {
                Table.of(answer).forEach(out::println);
            }
            return 0;
        } catch (WebAdmin.RefusedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.isNotFound() ? NOT_THERE : FAILED;
        }
    }
}
