package io.jamescbv.james.webadmin;

import static io.jamescbv.james.webadmin.CallbackRoutes.BASE;

import com.fasterxml.jackson.databind.JsonNode;
import io.jamescbv.james.operation.Operations;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** Callouts, figures, and what holds for all domains. */
final class EngineRoutes {
    private final Operations operations;
    private final JsonTransformer json;

    EngineRoutes(Operations operations, JsonTransformer json) {
        this.operations = operations;
        this.json = json;
    }

    void define(Service service) {
        service.post(BASE + "/verify", this::verify, json);
        service.get(BASE + "/stats", this::stats, json);
        service.get(
                BASE + "/enforcement", (request, response) -> Map.of("enforcement", operations.enforcement()), json);
        service.put(BASE + "/enforcement", this::enforcement);
        service.get(
                BASE + "/config",
                (request, response) -> Map.of("configuration", operations.effectiveConfiguration()),
                json);
        service.post(BASE + "/config/reload", this::reload);
        service.delete(BASE + "/breakers/:host", this::resetBreaker);
    }

    private Map<String, Object> verify(Request request, Response response) {
        JsonNode body = Rest.body(request);
        String address = Rest.text(body, "address");
        JsonNode useCache = body.path("useCache");
        if (!useCache.isMissingNode() && !useCache.isBoolean()) {
            throw new IllegalArgumentException("'useCache' is neither true nor false");
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("address", address);
        view.putAll(Views.of(Rest.await(operations.verify(address, useCache.asBoolean(true)))));
        return view;
    }

    private Map<String, Object> stats(Request request, Response response) {
        Map<String, Object> tiers = new LinkedHashMap<>();
        Rest.await(operations.tiers()).forEach(tier -> tiers.put(tier.name(), tier.byName()));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("tiers", tiers);
        view.put("calloutsInFlight", operations.calloutsInFlight());
        view.put("limits", operations.limits());
        view.put("openBreakers", operations.openBreakers());
        return view;
    }

    private String enforcement(Request request, Response response) {
        return Rest.done(response, operations.enforcement(Rest.text(Rest.body(request), "enforcement")));
    }

    private String reload(Request request, Response response) {
        operations.reload();
        return Rest.noContent(response);
    }

    private String resetBreaker(Request request, Response response) {
        if (!operations.resetBreaker(request.params("host"))) {
            throw Rest.notFound("no breaker is open for " + request.params("host"));
        }
        return Rest.noContent(response);
    }
}
