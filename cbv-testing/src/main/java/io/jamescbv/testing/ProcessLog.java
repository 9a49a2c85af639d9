package io.jamescbv.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a process printed, line by line, kept in memory and in a file. Thread-safe. */
final class ProcessLog {
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    /** Starts a daemon thread that reads to the end, so that the process never waits for a full pipe. */
    ProcessLog(InputStream output, Path copy) {
        Thread reader = new Thread(() -> read(output, copy), "log of " + copy.getParent());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream output, Path copy) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(copy)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                add(line);
            }
        } catch (IOException e) {
            add("log ended: " + e);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized int size() {
        return lines.size();
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    synchronized String tail(int most) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }

    /** The first line from that one on that contains the text; empty if the time is over or the process gone. */
    synchronized Optional<String> await(String text, int from, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (int next = from; ; ) {
            for (; next < lines.size(); next++) {
                if (lines.get(next).contains(text)) {
                    return Optional.of(lines.get(next));
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
    }
}
