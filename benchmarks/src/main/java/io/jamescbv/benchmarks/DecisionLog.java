package io.jamescbv.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the SMTP handler logged: one line a decision. Not thread-safe. */
final class DecisionLog {
    private static final Pattern LINE =
            Pattern.compile(" sender=<([^>]*)> .* status=(\\S+) reason=(\\S+) .*source=(\\S+) ");

    private final Set<String> livePasses = new HashSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> verdicts = new HashMap<>();

    /** Reads a log that nobody writes to any more. */
    static DecisionLog read(Path file) throws IOException {
        DecisionLog log = new DecisionLog();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(log::add);
        }
        return log;
    }

    void add(String line) {
        Matcher found = LINE.matcher(line);
        if (line.contains("callback action=") && found.find()) {
            String verdict = found.group(4) + " " + found.group(2) + "/" + found.group(3);
            counts.merge(verdict, 1, Integer::sum);
            verdicts.put(found.group(1), verdict.intern());
            if (verdict.equals("live pass/accepted")) {
                livePasses.add(found.group(1));
            }
        }
    }

    /** The senders whose verdict was live pass/accepted. */
    Set<String> livePasses() {
        return livePasses;
    }

    /** How often each verdict was given, by source, status and reason: {@code live pass/accepted}. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** The same of these senders only, each counted once. */
    Map<String, Integer> counts(Iterable<String> senders) {
        Map<String, Integer> some = new TreeMap<>();
        senders.forEach(sender -> some.merge(verdicts.getOrDefault(sender, "not logged"), 1, Integer::sum));
        return some;
    }
}
