package io.jamescbv.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** What a load brought within a stretch of time, and what James spent on it. Immutable once measured. */
final class Measured {
    private final Window window;
    private final double seconds;
    private final double jamesCpu;
    private final double compilers;
    private final double other;
    private final int connections;

    private Measured(Window window, double seconds, double jamesCpu, double compilers, double other, int connections) {
        this.window = window;
        this.seconds = seconds;
        this.jamesCpu = jamesCpu;
        this.compilers = compilers;
        this.other = other;
        this.connections = connections;
    }

    static Measured during(World world, Load load, Duration time) throws IOException, InterruptedException {
        int connectionsBefore = world.target().accepted();
        Cpu before = Cpu.now(world.james());
        Window window = load.record();
        Waiting.forTime(time);
        load.record();
        Cpu after = Cpu.now(world.james());
        return new Measured(
                window,
                after.secondsSince(before),
                after.jamesSince(before),
                after.compilersSince(before),
                after.otherSince(before),
                world.target().accepted() - connectionsBefore);
    }

    Window window() {
        return window;
    }

    /** Decisions a second. */
    double rate() {
        return window.size() / seconds;
    }

    /** CPU milliseconds of James for each decision. */
    double cpuMillis() {
        return jamesCpu * 1000 / window.size();
    }

    /** Connections that the target took meanwhile. */
    int connections() {
        return connections;
    }

    /** The part of it that went into compiling James' own code: the warm-up was not over. */
    double compilerMillis() {
        return compilers * 1000 / window.size();
    }

    /** Cores that James' JIT compilers kept busy. */
    double compilerCores() {
        return compilers / seconds;
    }

    /** Cores that James kept busy. */
    double jamesCores() {
        return jamesCpu / seconds;
    }

    /** Cores busy with anything else than James, driver, DNS and targets. */
    double other() {
        return other;
    }
}
