package io.jamescbv.james.webadmin;

import static io.jamescbv.james.webadmin.CallbackRoutes.BASE;

import io.jamescbv.james.operation.ListedEntry;
import io.jamescbv.james.operation.Operations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** Whom the operator trusts. */
final class AllowlistRoutes {
    private static final String ALLOWLIST = BASE + "/allowlist";
    private static final String ONE = ALLOWLIST + "/:kind/:value";

    private final Operations operations;
    private final JsonTransformer json;

    AllowlistRoutes(Operations operations, JsonTransformer json) {
        this.operations = operations;
        this.json = json;
    }

    void define(Service service) {
        service.get(ALLOWLIST, this::list, json);
        service.put(
                ONE,
                (request, response) ->
                        Rest.done(response, operations.allow(request.params("kind"), request.params("value"))));
        service.delete(
                ONE,
                (request, response) ->
                        Rest.done(response, operations.disallow(request.params("kind"), request.params("value"))));
    }

    private List<Map<String, String>> list(Request request, Response response) {
        return operations.allowlist().stream().map(AllowlistRoutes::view).collect(Collectors.toList());
    }

    private static Map<String, String> view(ListedEntry entry) {
        Map<String, String> view = new LinkedHashMap<>();
        view.put("kind", entry.kind());
        view.put("value", entry.value());
        view.put("origin", entry.origin());
        return view;
    }
}
