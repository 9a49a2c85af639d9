package io.jamescbv.benchmarks;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Memory of a James: what lives on its heap, and its direct buffers, both after a full collection; and its share of the
 * machine's memory (PSS), in bytes. Immutable and thread-safe.
 */
final class JamesMemory {
    private static final int COLLECTIONS = 2; // what the first one finalizes is gone after the second

    private final long live;
    private final long pss;

    private JamesMemory(long live, long pss) {
        this.live = live;
        this.pss = pss;
    }

    /** Measures; that takes a second or so, in which the process stands still now and then. */
    static JamesMemory of(long pid) throws IOException {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(agent(pid)))) {
            MBeanServerConnection jmx = connector.getMBeanServerConnection();
            MemoryMXBean memory = ManagementFactory.getPlatformMXBean(jmx, MemoryMXBean.class);
            for (int i = 0; i < COLLECTIONS; i++) {
                memory.gc();
            }
            long direct = ManagementFactory.getPlatformMXBeans(jmx, BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new JamesMemory(
                    memory.getHeapMemoryUsage().getUsed() + direct,
                    pss(Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"))));
        }
    }

    private static String agent(long pid) throws IOException {
        try {
            VirtualMachine james = VirtualMachine.attach(Long.toString(pid));
            try {
                return james.startLocalManagementAgent();
            } finally {
                james.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Bytes, of /proc/PID/smaps_rollup. */
    static long pss(String smapsRollup) {
        return smapsRollup
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]) << 10)
                .sum();
    }

    long live() {
        return live;
    }

    long pss() {
        return pss;
    }
}
