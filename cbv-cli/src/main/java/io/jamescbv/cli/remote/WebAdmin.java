package io.jamescbv.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** WebAdmin of one James. Thread-safe. */
final class WebAdmin {
    /** How long a callout may be waited for: longer than the longest deadline. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MISSING = 404;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final String base;
    private final Optional<String> token;

    /** @param url without the path, such as {@code http://127.0.0.1:8000} */
    WebAdmin(String url, Optional<String> token) {
        this.base = url.replaceFirst("/+$", "") + "/cbv";
        this.token = token;
    }

    /**
     * Asks; the answer is missing where there is nothing to say.
     *
     * @param path below {@code /cbv}, its parts encoded
     * @throws RefusedException if James says no, or cannot be reached
     */
    JsonNode ask(String method, String path, Optional<JsonNode> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.map(node -> BodyPublishers.ofString(node.toString()))
                                .orElseGet(BodyPublishers::noBody));
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try {
            return read(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new RefusedException(
                    "no answer from " + base + " (" + e + "); is WebAdmin enabled, and has webadmin.properties the line"
                            + " extensions.routes=io.jamescbv.james.webadmin.CallbackRoutes?",
                    false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", false);
        }
    }

    private JsonNode read(HttpResponse<String> response) {
        JsonNode body = parse(response.body());
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        String message = body.path("message").asText(response.body());
        String details = body.path("details").asText("");
        throw new RefusedException(
                "James says " + response.statusCode() + ": " + message + (details.isEmpty() ? "" : ": " + details),
                response.statusCode() == MISSING);
    }

    private JsonNode parse(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : json.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A part of a path. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A "no", for the operator to read. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean notFound;

        RefusedException(String message, boolean notFound) {
            super(message);
            this.notFound = notFound;
        }

        /** Whether what was asked for is not there, which is an answer, too. */
        boolean isNotFound() {
            return notFound;
        }
    }
}
