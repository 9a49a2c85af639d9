package io.jamescbv.james.metric;

import com.codahale.metrics.MetricRegistry;
import io.jamescbv.engine.metric.Meter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * The engine's counts as metrics of James, its times as timers of the registry behind them, so that both show in
 * {@code /metrics} and in JMX. All names begin with {@code cbv.}
 *
 * <p>Thread-safe.
 */
public final class JamesMeter implements Meter {
    private static final String PREFIX = "cbv.";

    private final MetricFactory metrics;
    private final MetricRegistry registry; // James' own timers know no time that somebody else has taken
    private final Map<String, Metric> counters = new ConcurrentHashMap<>();

    /** @param registry the one that shows what {@code metrics} makes */
    public JamesMeter(MetricFactory metrics, MetricRegistry registry) {
        this.metrics = metrics;
        this.registry = registry;
    }

    @Override
    public void count(String name) {
        counters.computeIfAbsent(name, first -> metrics.generate(PREFIX + first))
                .increment();
    }

    @Override
    public void took(String name, Duration time) {
        registry.timer(PREFIX + name).update(time);
    }
}
