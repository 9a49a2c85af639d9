package io.jamescbv.james.webadmin;

import io.jamescbv.james.CallbackService;
import io.jamescbv.james.operation.Operations;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.inject.Inject;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.WebAdminConfiguration;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;
import org.apache.james.webadmin.utils.JsonTransformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Service;

/**
 * Callback verification in WebAdmin, below {@code /cbv}. In conf/webadmin.properties:
 *
 * <pre>{@code
 * extensions.routes=io.jamescbv.james.webadmin.CallbackRoutes
 * }</pre>
 *
 * <p>Who can reach WebAdmin can let this server ask anybody about any address, and trust whom he likes: keep it on the
 * loopback address, or set {@code jwt.enabled=true}. A warning at start tells where neither is the case.
 */
public class CallbackRoutes implements Routes {
    /** Where all of it is. */
    static final String BASE = "/cbv";

    private static final Logger LOGGER = LoggerFactory.getLogger(CallbackRoutes.class);

    private final Operations operations;
    private final TaskManager tasks;
    private final JsonTransformer json;

    /** Made by James. */
    @Inject
    public CallbackRoutes(
            CallbackService service,
            TaskManager tasks,
            JsonTransformer json,
            WebAdminConfiguration configuration,
            AuthenticationFilter authentication) {
        this.operations = service.operations();
        this.tasks = tasks;
        this.json = json;
        if (authentication instanceof NoAuthenticationFilter && !isLoopback(configuration.getHost())) {
            LOGGER.warn(
                    "WebAdmin listens on {} and asks nobody for a token: whoever reaches it can change callback"
                            + " verification under {}. Set jwt.enabled=true or host=127.0.0.1 in webadmin.properties",
                    configuration.getHost(),
                    BASE);
        }
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        new CacheRoutes(operations, tasks, json).define(service);
        new EngineRoutes(operations, json).define(service);
        new DomainRoutes(operations, json).define(service);
        new AllowlistRoutes(operations, json).define(service);
    }
}
