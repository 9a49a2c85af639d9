package io.jamescbv.james.webadmin;

import static io.jamescbv.james.webadmin.CallbackRoutes.BASE;

import com.fasterxml.jackson.databind.JsonNode;
import io.jamescbv.engine.config.EffectiveSettings;
import io.jamescbv.engine.config.EffectiveValue;
import io.jamescbv.james.operation.Operations;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** What holds for mail to one of our domains. */
final class DomainRoutes {
    private static final String ONE = BASE + "/domains/:domain";

    private final Operations operations;
    private final JsonTransformer json;

    DomainRoutes(Operations operations, JsonTransformer json) {
        this.operations = operations;
        this.json = json;
    }

    void define(Service service) {
        service.get(ONE, this::show, json);
        service.patch(ONE, this::override);
        service.delete(
                ONE, (request, response) -> Rest.done(response, operations.resetDomain(request.params("domain"))));
    }

    private Map<String, Object> show(Request request, Response response) {
        EffectiveSettings settings = operations.domainSettings(request.params("domain"));
        Map<String, Object> rows = new LinkedHashMap<>();
        for (EffectiveValue row : settings.rows()) {
            rows.put(
                    row.path(),
                    Map.of("value", row.value(), "origin", row.origin().word()));
        }
        return rows;
    }

    /** All values of the body or none, null for a key to be reset: {@code {"policy.onFail": "reject", "policy.allowlist.domain": ["a.example"]}}. */
    private String override(Request request, Response response) {
        JsonNode body = Rest.body(request);
        Map<String, String> values = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = body.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            values.put(field.getKey(), value(field.getKey(), field.getValue()));
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the body has no key to override");
        }
        return Rest.done(response, operations.overrideDomain(request.params("domain"), values));
    }

    private static String value(String key, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : node.isArray() ? node : List.of(node)) {
            if (!part.isValueNode() || part.isNull()) {
                throw new IllegalArgumentException("'" + key + "' has neither a value nor a list of values");
            }
            parts.add(part.asText());
        }
        return String.join("\n", parts);
    }
}
