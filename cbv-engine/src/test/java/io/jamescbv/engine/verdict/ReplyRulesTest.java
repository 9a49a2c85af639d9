package io.jamescbv.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The labelled replies stand in {@code replies-expected.tsv}; those with a name are from servers in use. */
class ReplyRulesTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final String HELO = "mx.ours.example";
    private static final ReplyRules RULES = ReplyRules.shipped();

    /** One reply and what it means. */
    static final class Row {
        private final String line;
        private final Stage stage;
        private final boolean nullSender;
        private final String reply;
        private final String meaning;

        Row(String line) {
            String[] fields = line.split("\t", -1);
            this.line = line;
            this.nullSender = fields[0].endsWith("<>");
            this.stage = Stage.valueOf(fields[0].replace("<>", ""));
            this.reply = fields[1];
            this.meaning = fields[2];
        }

        String judgedBy(ReplyRules rules) {
            Verdict verdict = rules.judge(stage, ReplyRulesTest.reply(reply), nullSender, JO, HELO);
            String scope = verdict.scope().name().toLowerCase(Locale.ROOT);
            return verdict.reason().word() + (scope.equals("address") ? "" : "/" + scope);
        }

        @Override
        public String toString() {
            return line.replace('\t', ' ');
        }
    }

    static List<Row> rows() {
        return lines("replies-expected.tsv").map(Row::new).collect(Collectors.toList());
    }

    private static Stream<String> lines(String resource) {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(ReplyRulesTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8));
        return reader.lines().filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /** Lines parted by " | ", read as a probe reads them. */
    private static SmtpReply reply(String text) {
        SmtpReplyParser parser = new SmtpReplyParser();
        try {
            SmtpReply reply = null;
            for (String line : text.split(" \\| ")) {
                reply = parser.line(line).orElse(null);
            }
            return reply;
        } catch (Exception e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Verdict atRcpt(String line, String address) {
        return RULES.judge(Stage.RCPT, reply(line), true, Mailbox.parse(address), HELO);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgeShouldGiveTheLabelledMeaning(Row row) {
        assertThat(row.judgedBy(RULES)).isEqualTo(row.meaning);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgeShouldNeverFailABeginningOrATemporaryRefusal(Row row) {
        Verdict asked = RULES.judge(row.stage, reply(row.reply), row.nullSender, JO, HELO);

        boolean asksAboutTheAddress = row.stage == Stage.RCPT || row.stage == Stage.VRFY;
        if (!asksAboutTheAddress || asked.code() / 100 != 5) {
            assertThat(asked.status()).isNotEqualTo(Status.FAIL);
        }
    }

    @Test
    void everyRuleShouldBeNeededByALabelledReply() {
        List<String> shipped = lines("replies.tsv")
                .filter(line -> line.split("\t").length == 5) // those of some hosts: ReplyCorpusTest
                .collect(Collectors.toList());
        List<String> dead = new ArrayList<>();
        for (int without = 0; without < shipped.size(); without++) {
            List<ReplyRule> others = new ArrayList<>();
            for (int i = 0; i < shipped.size(); i++) {
                if (i != without) {
                    others.add(ReplyRule.parse(shipped.get(i)));
                }
            }
            ReplyRules rules = new ReplyRules(others);
            if (rows().stream().allMatch(row -> row.judgedBy(rules).equals(row.meaning))) {
                dead.add(shipped.get(without));
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void everyReasonAReplyCanHaveShouldBeReached() {
        Set<String> reached =
                rows().stream().map(row -> row.meaning.split("/")[0]).collect(Collectors.toSet());
        // By DNS, by our own limits, by time, or by what is not built yet.
        EnumSet<Reason> withoutReply = EnumSet.of(
                Reason.ACCEPT_ALL_DOMAIN,
                Reason.DOMAIN_UNKNOWN,
                Reason.DEADLINE_PASSED,
                Reason.DNS_FAILED,
                Reason.TARGET_NOT_ALLOWED,
                Reason.LIMIT_REACHED,
                Reason.BREAKER_OPEN,
                Reason.ENGINE_CLOSED);

        for (Reason reason : EnumSet.complementOf(withoutReply)) {
            if (reason.status() != Status.SKIPPED) {
                assertThat(reached).contains(reason.word());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unblocked.example",
                "spamhaus.example",
                "greylist.example",
                "mail-blacklist.example",
                "over-quota.example",
                "disabled.example",
                "relay-denied.example",
                "rdns.example"
            })
    void judgeShouldNotTakeTheEchoOfTheDomainForWordsOfTheServer(String domain) {
        assertThat(atRcpt("550 5.1.1 <jo@" + domain + ">: no such user at " + domain, "jo@" + domain)
                        .reason())
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spamhaus", "blacklist", "greylist", "disabled", "ptr", "over.quota", "a+b*{", "\"x y\"", "$1\\"
            })
    void judgeShouldNotTakeTheEchoOfTheAddressForWordsOfTheServer(String localPart) {
        Mailbox address = addressOf(localPart);
        assertThat(atRcpt("550 5.1.1 <" + address + ">: Recipient unknown", address.toString())
                        .reason())
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(atRcpt("550 5.1.1 <" + address.localPart() + ">... User unknown", address.toString())
                        .reason())
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    private static Mailbox addressOf(String localPart) {
        return Mailbox.parse((localPart.contains("\\") ? "\"" + localPart + "\\\"" : localPart) + "@remote.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "mailbox", "recipient", "unknown", "no", "such", "account", "exist"})
    void judgeShouldReadTheServersWordsWhereTheLocalPartIsOneOfThem(String localPart) {
        String address = localPart + "@remote.example";
        assertThat(atRcpt("550 User unknown", address).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(atRcpt("550 No such user here", address).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(atRcpt("550 that account does not exist", address).reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quota", "over", "user"})
    void judgeShouldNotLoseWhatSavesAMailboxToTheLocalPart(String localPart) {
        assertThat(atRcpt("550 5.1.1 user over quota", localPart + "@remote.example")
                        .reason())
                .isEqualTo(Reason.MAILBOX_FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spamhaus", "listed", "by"})
    void judgeShouldNotLoseWhatIsSaidAboutUsToTheLocalPart(String localPart) {
        assertThat(atRcpt("550 5.1.1 listed by Spamhaus", localPart + "@remote.example")
                        .reason())
                .isEqualTo(Reason.WE_ARE_BLOCKED);
    }

    @Test
    void judgeShouldNotTakeTheEchoOfOurNameForWordsOfTheServer() {
        Verdict verdict = RULES.judge(
                Stage.RCPT, reply("550 5.1.1 no such user (helo dnsbl.ours.example)"), true, JO, "dnsbl.ours.example");

        assertThat(verdict.reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    @Test
    void judgeShouldIgnoreCase() {
        assertThat(atRcpt("550 USER UNKNOWN", "jo@remote.example").reason()).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(atRcpt("550 5.1.1 JO@REMOTE.EXAMPLE: SPAMHAUS says no", "jo@remote.example")
                        .reason())
                .isEqualTo(Reason.WE_ARE_BLOCKED);
    }

    @Test
    void judgeShouldCarryStageCodesAndText() {
        Verdict verdict = atRcpt("550-5.1.1 no such | 550 5.1.1 user", "jo@remote.example");

        assertThat(verdict.stage()).contains(Stage.RCPT);
        assertThat(verdict.code()).isEqualTo(550);
        assertThat(verdict.enhanced()).isEqualTo("5.1.1");
        assertThat(verdict.text()).isEqualTo("no such user");
        assertThat(verdict.reply()).isEqualTo("550 5.1.1 no such user");
    }

    @Test
    void everyCodeAtEveryStageShouldHaveAMeaning() {
        for (Stage stage : EnumSet.of(Stage.BANNER, Stage.EHLO, Stage.MAIL, Stage.RCPT)) {
            for (int code = 200; code < 600; code++) {
                for (boolean nullSender : new boolean[] {true, false}) {
                    Verdict verdict = RULES.judge(stage, new SmtpReply(code, "", List.of("")), nullSender, JO, HELO);
                    if (code != 556) {
                        assertThat(verdict.status())
                                .as("%s %s", stage, code)
                                .isNotEqualTo(Status.FAIL)
                                .isNotEqualTo(Status.SKIPPED);
                    }
                    if (code >= 300) {
                        assertThat(verdict.status() == Status.PASS)
                                .as("%s %s", stage, code)
                                .isEqualTo(stage == Stage.RCPT && code == 552);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"helo ", "receiving mail ", "user ", "exceed ", "doesn't have a ", "sender ", "null ", "a"})
    void judgeShouldNotChokeOnWordsMadeToSlowItDown(String word) {
        String text = word.repeat(160_000 / word.length());
        SmtpReply reply = new SmtpReply(550, "5.2.1", List.of(text));

        // One thread judges for all. Ten times what the parser lets through, so that quadratic time shows as minutes.
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> RULES.judge(Stage.RCPT, reply, true, JO, HELO));
    }

    @Test
    void parseShouldNameTheLineThatIsWrong() {
        assertThatThrownBy(() -> ReplyRule.parse("RCPT\t550\t*\t*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RCPT\t550");
        assertThatThrownBy(() -> ReplyRule.parse("RCPT\t550\t*\t*\tno-such-reason"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyRuleShouldNameStagesThatThereAre() {
        List<String> known = List.of("*", "BANNER", "EHLO", "VRFY", "MAIL<>", "MAIL", "RCPT<>", "RCPT");

        assertThat(lines("replies.tsv").flatMap(line -> Stream.of(line.split("\t")[0].split(","))))
                .isSubsetOf(known);
    }
}
