package io.jamescbv.james.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jamescbv.james.operation.Answers;
import java.util.concurrent.CompletionStage;
import org.apache.james.webadmin.utils.ErrorResponder;
import spark.HaltException;
import spark.Request;
import spark.Response;

/** What all routes share. A wrong argument is left to WebAdmin, which makes 400 of an IllegalArgumentException. */
final class Rest {
    static final int CREATED = 201;
    static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rest() {}

    /** Waits for an answer; 500 with the reason where the store does not give or take it. */
    static <T> T await(CompletionStage<T> answer) {
        try {
            return Answers.await(answer);
        } catch (IllegalStateException e) {
            throw ErrorResponder.builder()
                    .statusCode(SERVER_ERROR)
                    .type(ErrorResponder.ErrorType.SERVER_ERROR)
                    .message(e.getMessage())
                    .haltError();
        }
    }

    /** Waits until it is done; then 204. */
    static String done(Response response, CompletionStage<Void> change) {
        await(change);
        return noContent(response);
    }

    static String noContent(Response response) {
        response.status(NO_CONTENT);
        return "";
    }

    static HaltException notFound(String message) {
        return ErrorResponder.builder()
                .statusCode(NOT_FOUND)
                .type(ErrorResponder.ErrorType.NOT_FOUND)
                .message(message)
                .haltError();
    }

    /** The JSON object in the body. @throws IllegalArgumentException if there is none */
    static JsonNode body(Request request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body == null || !body.isObject()) {
                throw new IllegalArgumentException("the body is no JSON object");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A text in the body. @throws IllegalArgumentException if it is not there */
    static String text(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("the body has no text '" + name + "'");
        }
        return value.textValue();
    }
}
