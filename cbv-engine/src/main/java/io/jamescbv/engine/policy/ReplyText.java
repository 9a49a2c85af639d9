package io.jamescbv.engine.policy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.policy.ReplyTemplate.Placeholder;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The words of a refusal, put into the operator's template: that it is about the <em>sender</em> address, the cause, and what the sending administrator
 * can do. Gateways read replies with patterns and strike recipients off their lists, so no word here may say that a
 * recipient is unknown. Of the remote's reply the basic code alone is shown, unless the operator asks for its text: that,
 * and its enhanced code (5.1.1, most often), would be taken for ours.
 */
final class ReplyText {
    // What gateways take for "recipient unknown", and what looks like an enhanced code (not an IP address). An address
    // or
    // host name with such a thing in it is not shown; nor is one with a space, which can carry any sentence.
    static final Pattern MISLEADING = Pattern.compile(
            "recipient|mailbox|unknown|no[ ._-]?such|exist|\\s|(?<![\\d.])[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.])",
            Pattern.CASE_INSENSITIVE);

    // What came from outside is cut to so much, and to less if the line is too long: 120 octets hold a local part and
    // most domains.
    private static final int[] LIMITS = {120, 60, 30, 0};

    private static final String ADVICE = "To the sending administrator: ";

    private ReplyText() {}

    /**
     * The text for a verdict that a refusal is due for.
     *
     * @param before what comes first, whatever the template says
     */
    static String of(String before, ReplyTemplate template, Optional<String> helpUrl, Verdict verdict, Mailbox sender) {
        String text = "";
        for (int limit : LIMITS) {
            text = before + filled(template, helpUrl, verdict, sender, limit);
            if (text.length() <= SmtpRefusal.MAX_TEXT) {
                break;
            }
        }
        return text;
    }

    private static String filled(
            ReplyTemplate template, Optional<String> helpUrl, Verdict verdict, Mailbox sender, int limit) {
        String address = shown(sender.toString(), limit);
        String text = template.fill(Map.of(
                Placeholder.SENDER, address.isEmpty() ? "" : "<" + address + ">",
                Placeholder.HOST, shown(verdict.host(), limit),
                Placeholder.CODE, verdict.code() == 0 ? "" : Integer.toString(verdict.code()),
                Placeholder.REPLY, stripped(verdict.text(), limit),
                Placeholder.CAUSE, cause(verdict, limit),
                Placeholder.ADVICE, remedy(verdict),
                Placeholder.HELP, helpUrl.orElse("")));
        return template.has(Placeholder.HELP)
                ? text
                : text + helpUrl.map(url -> " See " + url).orElse("");
    }

    private static String cause(Verdict verdict, int limit) {
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
                return host(verdict, limit) + answered(verdict);
        }
    }

    private static String host(Verdict verdict, int limit) {
        String host = shown(verdict.host(), limit);
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
        String stripped = stripped(text, limit);
        return MISLEADING.matcher(stripped).find() ? "" : stripped;
    }

    private static String stripped(String text, int limit) {
        return limit == 0 ? "" : Printable.strip(text, limit);
    }
}
