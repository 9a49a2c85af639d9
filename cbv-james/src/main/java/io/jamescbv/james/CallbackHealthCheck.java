package io.jamescbv.james;

import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Tells James' own health check whether senders are verified. In conf/healthcheck.properties:
 *
 * <pre>{@code
 * additional.healthchecks=io.jamescbv.james.CallbackHealthCheck
 * }</pre>
 *
 * <p>Thread-safe, and never waits.
 */
public class CallbackHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Callback verification");

    private final CallbackService service;

    /** Made by James. */
    @Inject
    public CallbackHealthCheck(CallbackService service) {
        this.service = service;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromSupplier(this::state);
    }

    private Result state() {
        if (!service.isOpen()) {
            return Result.unhealthy(NAME, "The engine is closed: no sender is verified any more.");
        }
        List<String> troubles = service.troubles();
        return troubles.isEmpty() ? Result.healthy(NAME) : Result.degraded(NAME, String.join("; ", troubles));
    }
}
