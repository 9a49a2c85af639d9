package io.jamescbv.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The decisions that were answered within a stretch of time. Thread-safe. */
final class Window {
    private final List<String> senders = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();
    private int broken;

    synchronized void add(String sender, long took, String reply) {
        senders.add(sender);
        nanos.add(took);
        codes.merge(reply.substring(0, Math.min(3, reply.length())), 1, Integer::sum);
    }

    synchronized void addBroken() {
        broken++;
    }

    synchronized int size() {
        return senders.size();
    }

    /** The sender of each decision. */
    synchronized List<String> senders() {
        return List.copyOf(senders);
    }

    /** How long each took. */
    synchronized Percentiles times() {
        return Percentiles.ofNanos(nanos);
    }

    /** How many were answered with each code. */
    synchronized Map<String, Integer> codes() {
        return Map.copyOf(codes);
    }

    /** Sessions that ended before their script did, or never began. */
    synchronized int broken() {
        return broken;
    }
}
