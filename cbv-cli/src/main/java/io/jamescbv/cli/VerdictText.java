package io.jamescbv.cli;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.verdict.Source;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;

/**
 * A verdict for people: one line with the answer, and indented below it what explains it.
 *
 * <pre>
 * nobody@remote.example: fail, mailbox-unknown
 *   asked: mx.remote.example[192.0.2.1], stage RCPT, 212 ms
 *   reply: 550 5.1.1 No such user
 * </pre>
 */
final class VerdictText {
    private VerdictText() {}

    static String of(Mailbox address, Verdict verdict) {
        StringBuilder text = new StringBuilder()
                .append(address)
                .append(": ")
                .append(verdict.status().word())
                .append(", ")
                .append(verdict.reason().word());
        if (verdict.status() == Status.SKIPPED) {
            return text.toString(); // nobody was asked
        }
        detail(text, "asked", asked(verdict));
        if (!verdict.reply().isEmpty()) {
            detail(text, verdict.code() == 0 ? "cause" : "reply", verdict.reply());
        }
        return text.toString();
    }

    private static String asked(Verdict verdict) {
        return (verdict.host().isEmpty() ? "no host" : verdict.host())
                + verdict.stage().map(stage -> ", stage " + stage).orElse("")
                + ", " + verdict.took().toMillis() + " ms"
                + (verdict.source() == Source.LIVE
                        ? ""
                        : ", from " + verdict.source().word());
    }

    private static void detail(StringBuilder text, String name, String value) {
        text.append(System.lineSeparator())
                .append("  ")
                .append(name)
                .append(": ")
                .append(value);
    }
}
