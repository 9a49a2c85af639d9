package io.jamescbv.james.webadmin;

import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.cache.Remembered;
import io.jamescbv.engine.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON objects: every key always, null where there is nothing to say. */
final class Views {
    private Views() {}

    static Map<String, Object> of(Remembered remembered) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("kind", remembered.kind().word());
        view.put("subject", remembered.subject());
        view.put("probeSender", remembered.asker());
        view.put("until", remembered.until().toString());
        view.put("tier", remembered.tier());
        view.put(
                "learnedAt",
                remembered
                        .verdict()
                        .map(verdict -> verdict.learnedAt().toString())
                        .orElse(null));
        view.put("verdict", remembered.verdict().map(Views::of).orElse(null));
        view.put("behaviour", remembered.kind() == Remembered.Kind.BEHAVIOUR ? behaviour(remembered) : null);
        return view;
    }

    private static Map<String, Object> behaviour(Remembered remembered) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("refusesUnknown", remembered.traits().refusesUnknownAddresses());
        view.put("vrfyTellsNothing", remembered.traits().vrfyTellsNothing());
        view.put("typicalMillis", remembered.latency().toMillis());
        view.put(
                "breakers",
                remembered.openings().stream().map(Opening::toString).collect(Collectors.toList()));
        return view;
    }

    /** As {@code cbv-cli.jar verify --json} has it, but for the address. */
    static Map<String, Object> of(Verdict verdict) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("status", verdict.status().word());
        view.put("reason", verdict.reason().word());
        view.put("stage", verdict.stage().map(Enum::name).orElse(null));
        view.put("code", verdict.code() == 0 ? null : verdict.code());
        view.put("enhanced", orNull(verdict.enhanced()));
        view.put("text", orNull(verdict.text()));
        view.put("host", orNull(verdict.host()));
        view.put("source", verdict.source().word());
        view.put("durationMillis", verdict.took().toMillis());
        return view;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
