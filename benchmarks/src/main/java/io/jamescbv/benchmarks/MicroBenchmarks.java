package io.jamescbv.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** JMH: a remembered verdict beside a bare Ehcache get, and the handler's path of a remembered verdict. */
final class MicroBenchmarks {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private MicroBenchmarks() {}

    static boolean run(Length length) throws RunnerException {
        int seconds = length == Length.FULL ? 5 : 1;
        int forks = length == Length.FULL ? 3 : 1;
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CachedVerdict.class.getName() + "|" + HandlerPath.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(forks)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.seconds(seconds))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(seconds))
                        .shouldFailOnError(true)
                        .build())
                .run();
        double bare = results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("bareEhcacheGet"))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .getAsDouble();
        Table table = new Table("JMH, one thread", "ns", "± (99.9 %)", "bytes allocated", "times a bare Ehcache get");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            String name = result.getParams().getBenchmark();
            table.row(
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    Table.number("%.0f", time.getScore()),
                    Table.number("%.0f", time.getScoreError()),
                    Table.number(
                            "%.0f",
                            result.getSecondaryResults().entrySet().stream()
                                    .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                                    .mapToDouble(entry -> entry.getValue().getScore())
                                    .findFirst()
                                    .orElse(Double.NaN)),
                    Table.number("%.1f", time.getScore() / bare));
        }
        table.print();
        return true;
    }
}
