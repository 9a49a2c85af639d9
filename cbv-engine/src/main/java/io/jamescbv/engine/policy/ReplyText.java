package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import java.util.regex.Pattern;

/**
 * The words of a refusal: that it is about the <em>sender</em> address, the cause, and what the sending administrator
 * can do. Gateways read replies with patterns and strike recipients off their lists, so no word here may say that a
 * recipient is unknown. Of the remote's reply the basic code alone is shown: its text and its enhanced code (5.1.1,
 * most often) would be taken for ours.
 */
final class ReplyText {
    // What gateways take for "recipient unknown", and what looks like an enhanced code (not an IP address). An address
    // or
    // host name with such a thing in it is not shown; nor is one with a space, which can carry any sentence.
    static final Pattern MISLEADING = Pattern.compile(
            "recipient|mailbox|unknown|no[ ._-]?such|exist|\\s|(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])",
            Pattern.CASE_INSENSITIVE);

    // Together with the longest words below they stay within SmtpRefusal.MAX_LINE; a local part and most domains fit.
    private static final int MAX_SENDER = 120;
    private static final int MAX_HOST = 100;

    private static final String ADVICE = "To the sending administrator: ";

    private ReplyText() {}

    /** The text for a verdict that a refusal is due for. */
    static String of(Verdict verdict, Mailbox sender) {
        String address = shown(sender.toString(), MAX_SENDER);
        return "Sender address " + (address.isEmpty() ? "" : "<" + address + "> ") + "could not be verified: "
                + cause(verdict) + " " + remedy(verdict);
    }

    private static String cause(Verdict verdict) {
        switch (verdict.reason()) {
            case DOMAIN_UNKNOWN:
                return "DNS has no MX, A or AAAA record for its domain.";
            case DOMAIN_TAKES_NO_MAIL:
                return "its domain declares that it takes no mail (RFC 7505).";
            case DEADLINE_PASSED:
                return "its domain's mail server has not answered yet.";
            case DNS_FAILED:
                return "DNS did not answer for its domain.";
            case UNREACHABLE:
                return "its domain's mail server cannot be reached.";
            case TARGET_NOT_ALLOWED:
                return "its domain's MX record leads to an address that is not public.";
            case LIMIT_REACHED:
            case BREAKER_OPEN:
            case ENGINE_CLOSED:
                return "no check can be made at the moment.";
            default:
                return host(verdict) + answered(verdict);
        }
    }

    private static String host(Verdict verdict) {
        String host = shown(verdict.host(), MAX_HOST);
        return host.isEmpty() ? "its domain's mail server" : "its domain's mail server " + host;
    }

    private static String answered(Verdict verdict) {
        return verdict.code() == 0 ? " gave no clear answer." : " answered " + verdict.code() + ".";
    }

    private static String remedy(Verdict verdict) {
        switch (verdict.status()) {
            case FAIL:
                return ADVICE + "send from an address that takes replies, or see that its domain accepts mail for it.";
            case TRANSIENT:
                return "Please try again later; the check goes on.";
            default:
                return "Please try again later." + advice(verdict.reason());
        }
    }

    private static String advice(Reason reason) {
        switch (reason) {
            case LIMIT_REACHED:
            case BREAKER_OPEN:
            case ENGINE_CLOSED:
                return ""; // ours alone to mend
            case DNS_FAILED:
                return " " + ADVICE + "see that the name servers of the domain answer.";
            case UNREACHABLE:
            case TARGET_NOT_ALLOWED:
                return " " + ADVICE + "see that the MX hosts of the domain can be reached from the Internet.";
            default:
                return " " + ADVICE + "see that the MX hosts of the domain take mail from <> for this address.";
        }
    }

    private static String shown(String text, int limit) {
        String stripped = Printable.strip(text, limit);
        return MISLEADING.matcher(stripped).find() ? "" : stripped;
    }
}
