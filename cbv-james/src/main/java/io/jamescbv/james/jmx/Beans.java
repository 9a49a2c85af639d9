package io.jamescbv.james.jmx;

import io.jamescbv.james.operation.Operations;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the beans on the JVM's MBean server, from which James' connector serves them, and takes them away again. A server
 * that does not take them costs the operator the beans, and nobody a mail.
 *
 * <p>Thread-safe.
 */
public final class Beans implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Beans.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Map<String, Object> beans = new LinkedHashMap<>();

    /** Shows them. */
    public Beans(Operations operations) {
        beans.put("Cache", new CacheBean(operations));
        beans.put("Engine", new EngineBean(operations));
        beans.put("Allowlist", new AllowlistBean(operations));
        beans.forEach(this::show);
    }

    private void show(String type, Object bean) {
        try {
            ObjectName name = name(type);
            if (server.isRegistered(name)) { // of an engine before this one in the same JVM
                server.unregisterMBean(name);
            }
            server.registerMBean(bean, name);
        } catch (JMException e) {
            LOGGER.warn("The bean io.jamescbv:type={} cannot be shown; WebAdmin can do the same", type, e);
        }
    }

    private static ObjectName name(String type) throws JMException {
        return new ObjectName("io.jamescbv:type=" + type);
    }

    @Override
    public void close() {
        for (String type : beans.keySet()) {
            try {
                if (server.isRegistered(name(type))) {
                    server.unregisterMBean(name(type));
                }
            } catch (JMException e) {
                LOGGER.warn("The bean io.jamescbv:type={} stays although its engine is closed", type, e);
            }
        }
    }
}
