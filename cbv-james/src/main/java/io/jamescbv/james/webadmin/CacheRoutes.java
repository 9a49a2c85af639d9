package io.jamescbv.james.webadmin;

import static io.jamescbv.james.webadmin.CallbackRoutes.BASE;

import com.fasterxml.jackson.databind.JsonNode;
import io.jamescbv.engine.cache.Remembered;
import io.jamescbv.james.operation.Operations;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.task.TaskId;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.utils.JsonTransformer;
import spark.Request;
import spark.Response;
import spark.Service;

/** What is remembered: to look into, to forget, to pin. */
final class CacheRoutes {
    private static final String CACHE = BASE + "/cache";
    private static final String ONE = CACHE + "/:address";
    private static final int LISTED = 100;

    private final Operations operations;
    private final TaskManager tasks;
    private final JsonTransformer json;

    CacheRoutes(Operations operations, TaskManager tasks, JsonTransformer json) {
        this.operations = operations;
        this.tasks = tasks;
        this.json = json;
    }

    void define(Service service) {
        service.get(ONE, this::lookup, json);
        service.put(ONE, this::pin);
        service.delete(ONE, (request, response) -> Rest.done(response, operations.forget(request.params("address"))));
        service.get(CACHE, this::list, json);
        service.delete(CACHE, this::forget, json);
    }

    private List<Map<String, Object>> lookup(Request request, Response response) {
        List<Remembered> found = Rest.await(operations.lookup(request.params("address")));
        if (found.isEmpty()) {
            throw Rest.notFound("nothing is remembered of " + request.params("address"));
        }
        return views(found);
    }

    private String pin(Request request, Response response) {
        JsonNode body = Rest.body(request);
        return Rest.done(
                response,
                operations.pin(request.params("address"), Rest.text(body, "status"), Rest.text(body, "until")));
    }

    private List<Map<String, Object>> list(Request request, Response response) {
        String domain = request.queryParams("domain");
        if (domain == null) {
            throw new IllegalArgumentException("the parameter 'domain' is missing");
        }
        return views(Rest.await(operations.listDomain(domain, limit(request.queryParams("limit")))));
    }

    private static int limit(String text) {
        if (text == null) {
            return LISTED;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("limit '" + text + "' is no number");
        }
        return Integer.parseInt(text);
    }

    private static List<Map<String, Object>> views(List<Remembered> found) {
        return found.stream().map(Views::of).collect(Collectors.toList());
    }

    /** All at once can take long, so it is a task. */
    private Object forget(Request request, Response response) {
        String domain = request.queryParams("domain");
        if (domain != null) {
            Rest.await(operations.forgetDomain(domain));
            response.status(Rest.NO_CONTENT);
            return Map.of();
        }
        TaskId task = tasks.submit(new ForgetAllTask(operations));
        response.status(Rest.CREATED);
        response.header("Location", "/tasks/" + task.asString());
        return Map.of("taskId", task.asString());
    }
}
