package io.jamescbv.james.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.james.operation.Operations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import spark.Service;

/** docs/openapi.yaml and the routes are compared both ways. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @Test
    void descriptionShouldHaveTheRoutesThereAreAndNoOthers() throws Exception {
        assertThat(described()).isEqualTo(defined());
    }

    private static Set<String> described() throws IOException {
        Set<String> routes = new TreeSet<>();
        try (InputStream in = Files.newInputStream(Path.of("../docs/openapi.yaml"))) {
            Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(in);
            file.get("paths")
                    .forEach((path, operations) -> operations.keySet().stream()
                            .filter(METHODS::contains)
                            .forEach(method -> routes.add(method + " " + path.replaceAll("\\{(\\w+)}", ":$1"))));
        }
        return routes;
    }

    private static Set<String> defined() {
        Operations operations = new Operations(() -> null, null, null, null);
        JsonTransformer json = new JsonTransformer();
        Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            new CacheRoutes(operations, null, json).define(service);
            new EngineRoutes(operations, json).define(service);
            new DomainRoutes(operations, json).define(service);
            new AllowlistRoutes(operations, json).define(service);
            service.awaitInitialization();
            return service.routes().stream()
                    .map(route -> route.getHttpMethod().name().toLowerCase(Locale.ROOT) + " " + route.getMatchUri())
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            service.stop();
            service.awaitStop();
        }
    }
}
