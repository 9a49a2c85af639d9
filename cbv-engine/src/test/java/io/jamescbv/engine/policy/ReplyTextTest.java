package io.jamescbv.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
    private static final Mailbox SENDER = Mailbox.parse("bob@example.com");
    private static final SmtpReply REMOTE =
            new SmtpReply(550, "5.1.1", List.of("No such user here; recipient address rejected: mailbox unknown"));

    private static final String HELP = "https://example.com/refused";

    private static String x(int times) {
        return "x".repeat(times);
    }

    private static String text(Verdict verdict, Mailbox sender) {
        return ReplyText.of("", RefusalTexts.TEMPLATE, Optional.empty(), verdict, sender);
    }

    private static String text(String template, Verdict verdict) {
        return ReplyText.of("", ReplyTemplate.parse(template), Optional.of(HELP), verdict, SENDER);
    }

    private static Mailbox longest() {
        String domain = x(60) + "." + x(60) + "." + x(60) + ".com";
        return Mailbox.parse(x(64) + "@" + domain);
    }

    private static Verdict unknownAt(String host) {
        return Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, Stage.RCPT, REMOTE)
                .withHost(host);
    }

    @Test
    void textShouldSayWhatWhyAndWhatToDoWhenTheAddressIsRefused() {
        assertThat(SmtpRefusal.permanent(text(unknownAt("mx.example.com[198.51.100.7]"), SENDER))
                        .toString())
                .isEqualTo("550 5.1.8 Sender address <bob@example.com> could not be verified: its domain's mail server"
                        + " mx.example.com[198.51.100.7] answered 550. To the sending administrator: send from an address"
                        + " that takes replies, or see that its domain accepts mail for it.");
    }

    @Test
    void textShouldSayThatDnsHasNoSuchDomain() {
        assertThat(text(Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "NXDOMAIN"), SENDER))
                .startsWith("Sender address <bob@example.com> could not be verified: DNS has no MX, A or AAAA record");
    }

    @Test
    void textShouldAskToTryAgainWhenTheDeadlinePassed() {
        assertThat(SmtpRefusal.temporary(text(Verdict.of(Reason.DEADLINE_PASSED, Scope.ADDRESS, ""), SENDER))
                        .toString())
                .isEqualTo("450 4.1.8 Sender address <bob@example.com> could not be verified: its domain's mail server"
                        + " has not answered yet. Please try again later; the check goes on.");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void textShouldKeepTheRulesForEveryReason(Reason reason) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(Verdict.of(reason, Scope.ADDRESS, "recipient unknown 5.1.1"));
        for (String host : List.of("", "mx.example.com[198.51.100.7]", x(200) + "[2001:db8::1]", "a\r\nb[192.0.2.1]")) {
            verdicts.add(Verdict.of(reason, Scope.ADDRESS, Stage.RCPT, REMOTE).withHost(host));
        }
        for (Verdict verdict : verdicts) {
            for (Mailbox sender : List.of(SENDER, longest(), Mailbox.parse("jürgen@example.com"))) {
                SmtpRefusal permanent = SmtpRefusal.permanent(text(verdict, sender));
                SmtpRefusal temporary = SmtpRefusal.temporary(text(verdict, sender));
                assertKeepsTheRules(permanent, "550 5.1.8 Sender address <");
                assertKeepsTheRules(temporary, "450 4.1.8 Sender address <");
            }
        }
    }

    private static void assertKeepsTheRules(SmtpRefusal refusal, String start) {
        assertThat(refusal.toString()).startsWith(start);
        assertThat(refusal.toString().getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(SmtpRefusal.MAX_LINE);
        assertThat(refusal.toString()).matches("[ -~]+");
        assertThat(refusal.code() / 100).isEqualTo(refusal.enhanced().charAt(0) - '0');
        assertThat(refusal.text().toLowerCase())
                .doesNotContain("recipient", "user", "mailbox", "no such", "exist", "unknown", "rcpt", "account")
                .doesNotContain("5.1.1", "rejected:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.unknown@example.com", "5.1.1@example.com", "a-5.1.10@example.com", "bob@mailbox.example",
                "no.such.user@example.com", "\"no user\"@example.com", "RECIPIENT@example.com",
                        "does-not-exist@example.com"
            })
    void textShouldLeaveTheAddressOutWhenItWouldMislead(String sender) {
        assertThat(text(unknownAt("mx.example.com[45.5.1.1]"), Mailbox.parse(sender)))
                .startsWith(
                        "Sender address could not be verified: its domain's mail server mx.example.com[45.5.1.1] answered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx1.mailbox.example[198.51.100.7]",
                "user-unknown.example.com[198.51.100.7]",
                "5.1.1.example.com"
            })
    void textShouldLeaveTheHostOutWhenItWouldMislead(String host) {
        String text = text(unknownAt(host), SENDER);

        if (ReplyText.MISLEADING.matcher(host).find()) {
            assertThat(text).contains("its domain's mail server answered 550.");
        } else {
            assertThat(text).contains(host);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{sender} {host} {code}: {reply} | <bob@example.com> mx.example.com[198.51.100.7] 550: No such user here;"
                        + " recipient address rejected: mailbox unknown See https://example.com/refused",
                "Go away. {help} says why. | Go away. https://example.com/refused says why.",
                "{code}{code_} | ",
                "No. | No. See https://example.com/refused",
                "No {cause} | No its domain's mail server mx.example.com[198.51.100.7] answered 550. See https://example.com/refused",
            })
    void textShouldFollowTheTemplate(String template, String expected) {
        Verdict verdict = unknownAt("mx.example.com[198.51.100.7]");
        if (expected == null) {
            assertThatThrownBy(() -> text(template, verdict)).hasMessageContaining("'{code_}' is no placeholder");
        } else {
            assertThat(text(template, verdict)).isEqualTo(expected);
        }
    }

    @Test
    void textShouldLeaveNoHoleWhereNothingIsKnown() {
        Verdict verdict = Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "NXDOMAIN");

        assertThat(text("Refused: {host} said {code} {reply}, {help} .", verdict))
                .isEqualTo("Refused: said NXDOMAIN, https://example.com/refused .");
    }

    @Test
    void textShouldNotFillPlaceholdersThatTheRemoteWrote() {
        SmtpReply reply = new SmtpReply(550, "", List.of("see {help} $1 \\ {sender}"));
        Verdict verdict = Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, Stage.RCPT, reply);

        assertThat(text("{reply} {help}", verdict)).isEqualTo("see {help} $1 \\ {sender} " + HELP);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void lineShouldFitWhenEverythingIsAsLongAsItCanBe(Reason reason) {
        String url = "https://example.com/" + x(RefusalTexts.MAX_HELP_URL - 20);
        SmtpReply reply = new SmtpReply(550, "5.1.1", List.of(x(500)));
        Verdict verdict = Verdict.of(reason, Scope.ADDRESS, Stage.RCPT, reply).withHost(x(200) + "[2001:db8::1]");
        String marks = ReplyTemplate.marks();
        for (String template : List.of(
                marks + x(ReplyTemplate.MAX_LENGTH - marks.length()),
                x(ReplyTemplate.MAX_LENGTH),
                "{cause} {advice} " + x(ReplyTemplate.MAX_LENGTH - 17))) {
            String text = ReplyText.of(
                    "Message refused by its score. ",
                    ReplyTemplate.parse(template),
                    Optional.of(url),
                    verdict,
                    longest());

            assertThat(SmtpRefusal.ofMessage(text).toString())
                    .startsWith("550 5.7.1 Message refused by its score. ")
                    .hasSizeLessThanOrEqualTo(SmtpRefusal.MAX_LINE)
                    .contains(url);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Grüße", "a\u0007b", "{recipient}", "{Sender}", "{sender} {sender}", "}", "a { b"})
    void parseShouldRefuseWhatIsNoTemplate(String template) {
        assertThatThrownBy(() -> ReplyTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parseShouldTakeATextOfSeveralLinesForOne() {
        assertThat(ReplyTemplate.parse("\n   Not known.\n\t See {help}\n")).hasToString("Not known. See {help}");
    }
}
