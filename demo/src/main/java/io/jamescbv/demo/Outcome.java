package io.jamescbv.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a scene, as a row of the table at the end.
 *
 * <p>Not thread-safe.
 */
final class Outcome {
    private static final String ROW = "%-22s %-21s %-21s %-36s %s%n";

    private final Scene scene;
    private final List<String> wrong = new ArrayList<>();
    private String reply = "-";
    private String verdict = "-";
    private String end = "-";

    Outcome(Scene scene) {
        this.scene = scene;
    }

    void reply(String got) {
        reply = got;
        if (!got.startsWith(scene.reply())) {
            wrong.add("reply");
        }
    }

    void verdict(String got) {
        verdict = got;
        if (!got.equals(scene.verdict())) {
            wrong.add("verdict, expected " + scene.verdict());
        }
    }

    /** Where the mail was found. */
    void end(Scene.End got) {
        end = got.word();
        check(got == scene.end(), "end of the mail");
    }

    void check(boolean right, String what) {
        if (!right) {
            wrong.add(what);
        }
    }

    boolean isRight() {
        return wrong.isEmpty();
    }

    /** The table; its first row names the columns. */
    static String table(List<Outcome> outcomes) {
        StringBuilder table =
                new StringBuilder(String.format(ROW, "sender", "expected", "got", "status/reason/source", "decision"));
        outcomes.forEach(outcome -> table.append(outcome.row()));
        return table.toString();
    }

    private String row() {
        String got = reply.substring(0, Math.min(reply.length(), scene.reply().length()));
        return String.format(
                ROW,
                "<" + scene.sender() + ">",
                scene.reply() + " " + scene.end().word(),
                got + " " + end,
                verdict,
                isRight() ? "OK" : "WRONG: " + String.join("; ", wrong));
    }
}
