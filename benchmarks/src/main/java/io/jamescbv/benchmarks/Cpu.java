package io.jamescbv.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time used until a moment, in seconds: by James, by this process (driver, DNS and targets), and by the whole machine.
 *
 * <p>Linux only. Immutable and thread-safe.
 */
final class Cpu {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux of the last decades
    private static final int UTIME = 11; // fields of /proc/PID/stat behind the command, see proc(5)
    private static final int STIME = 12;
    private static final int IDLE = 4; // fields of the first line of /proc/stat
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    private final long nanos;
    private final double james;
    private final double compilers;
    private final double ours;
    private final double all;

    private Cpu(long nanos, double james, double compilers, double ours, double all) {
        this.nanos = nanos;
        this.james = james;
        this.compilers = compilers;
        this.ours = ours;
        this.all = all;
    }

    static Cpu now(long james) throws IOException {
        return new Cpu(
                System.nanoTime(),
                ofProcess(Files.readString(Path.of("/proc/" + james + "/stat"))),
                ofCompilers(Path.of("/proc/" + james + "/task")),
                ofProcess(Files.readString(Path.of("/proc/self/stat"))),
                busy(Files.readAllLines(Path.of("/proc/stat")).get(0)));
    }

    private static double ofCompilers(Path threads) throws IOException {
        double seconds = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (Path thread : all) {
                try {
                    String stat = Files.readString(thread.resolve("stat"));
                    seconds += stat.contains("CompilerThre") ? ofProcess(stat) : 0; // names have 15 characters
                } catch (IOException e) {
                    continue; // it ended in the meantime
                }
            }
        }
        return seconds;
    }

    /** Seconds in user and kernel mode, of /proc/PID/stat or /proc/PID/task/TID/stat. */
    static double ofProcess(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_A_SECOND;
    }

    /** Seconds that all cores together were not idle, of the first line of /proc/stat; stolen time counts. */
    static double busy(String cpuLine) {
        String[] fields = cpuLine.trim().split("\\s+");
        double ticks = 0;
        for (int field = 1; field <= STEAL && field < fields.length; field++) {
            if (field != IDLE && field != IOWAIT) {
                ticks += Long.parseLong(fields[field]);
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    double secondsSince(Cpu before) {
        return (nanos - before.nanos) / 1e9;
    }

    /** CPU seconds of James since then. */
    double jamesSince(Cpu before) {
        return james - before.james;
    }

    /** CPU seconds of James' JIT compilers since then; they are part of James' CPU. */
    double compilersSince(Cpu before) {
        return Math.max(0, compilers - before.compilers); // James ends compiler threads that idle
    }

    /** Cores busy with anything else than James and this process. */
    double otherSince(Cpu before) {
        return Math.max(0, (all - before.all - (james - before.james) - (ours - before.ours)) / secondsSince(before));
    }
}
