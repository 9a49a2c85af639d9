package io.jamescbv.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.BrokenReplyException;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.SmtpReplyParser;
import io.jamescbv.engine.dialogue.Stage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The collection of replies in {@code corpus.tsv}, each with its source: what the rules make of them, and how well. */
class ReplyCorpusTest {
    private static final Mailbox JO = Mailbox.parse("jo@remote.example");
    private static final String HELO = "mx.ours.example";
    private static final int LEAST_ROWS = 300;
    private static final double LEAST_RECALL = 0.80;

    /** One labelled reply. */
    static final class Row {
        private final String line;
        private final Stage stage;
        private final boolean nullSender;
        private final String host;
        private final SmtpReply reply;
        private final String meaning;
        private final String exists;
        private final String source;

        Row(String line) {
            String[] fields = line.split("\t", -1);
            this.line = line;
            this.stage = Stage.valueOf(fields[0]);
            this.nullSender = fields[1].equals("null");
            this.host = fields[2].equals("-") ? "" : fields[2];
            this.reply = read(fields[3]);
            this.meaning = fields[4];
            this.exists = fields[5];
            this.source = fields[6];
        }

        private static SmtpReply read(String text) {
            SmtpReplyParser parser = new SmtpReplyParser();
            try {
                SmtpReply reply = null;
                for (String one : text.split(" \\\\n ")) {
                    reply = parser.line(one).orElse(null);
                }
                return reply;
            } catch (BrokenReplyException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        Verdict judgedBy(ReplyRules rules) {
            return rules.at(host).judge(stage, reply, nullSender, JO, HELO);
        }

        boolean isFailed() {
            return judgedBy(ReplyRules.shipped()).status() == Status.FAIL;
        }

        @Override
        public String toString() {
            return line.replace('\t', ' ');
        }
    }

    static List<Row> rows() {
        return lines("corpus.tsv").stream().map(Row::new).collect(Collectors.toList());
    }

    private static List<String> lines(String resource) {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(ReplyCorpusTest.class.getResourceAsStream(resource), StandardCharsets.UTF_8));
        return reader.lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judgeShouldGiveTheLabelledStatusAndReason(Row row) {
        Verdict verdict = row.judgedBy(ReplyRules.shipped());

        assertThat(verdict.status().word() + "/" + verdict.reason().word()).isEqualTo(row.meaning);
    }

    @Test
    void corpusShouldBeLargeAndEachReplyShouldHaveALabelAndASource() {
        List<Row> rows = rows();

        assertThat(rows).hasSizeGreaterThanOrEqualTo(LEAST_ROWS);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.exists).isIn("yes", "no", "unknown");
            assertThat(row.source).isNotBlank();
        });
        assertThat(rows.stream().map(row -> row.line.split("\tpass|\tfail|\ttransient|\terror")[0]))
                .doesNotHaveDuplicates();
    }

    @Test
    void judgeShouldNeverFailAnAddressThatIsNotKnownToBeMissing() {
        List<Row> rows = rows();
        List<Row> failed = rows.stream().filter(Row::isFailed).collect(Collectors.toList());
        List<Row> missing = rows.stream().filter(row -> row.exists.equals("no")).collect(Collectors.toList());
        List<Row> wronged =
                failed.stream().filter(row -> !row.exists.equals("no")).collect(Collectors.toList());
        double precision = 1 - (double) wronged.size() / failed.size();
        double recall = (double) (failed.size() - wronged.size()) / missing.size();
        System.out.printf(
                "Corpus of %d replies: fail for %d, precision %.3f, recall %.3f of the %d addresses that do not exist%n",
                rows.size(), failed.size(), precision, recall, missing.size());

        assertThat(wronged).isEmpty();
        assertThat(recall).isGreaterThanOrEqualTo(LEAST_RECALL);
    }

    @Test
    void everyRuleShouldBeNeededByAReplyOfTheCorpusWhereItIsForSomeHostsOnly() {
        List<String> shipped = lines("replies.tsv");
        List<String> dead = new ArrayList<>();
        for (String one : shipped) {
            if (one.split("\t").length == 6) {
                ReplyRules others = new ReplyRules(shipped.stream()
                        .filter(line -> !line.equals(one))
                        .map(ReplyRule::parse)
                        .collect(Collectors.toList()));
                if (rows().stream()
                        .allMatch(row -> row.meaning.endsWith(
                                "/" + row.judgedBy(others).reason().word()))) {
                    dead.add(one);
                }
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void atShouldKnowAProviderByTheDomainOfItsHostsOnly() throws Exception {
        String said = "550 5.4.1 Recipient address rejected: Access denied";
        SmtpReply reply = new SmtpReplyParser().line(said).get();

        assertThat(reasonAt("REMOTE-EXAMPLE.mail.Protection.Outlook.com", reply))
                .isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(reasonAt("protection.outlook.com", reply)).isEqualTo(Reason.MAILBOX_UNKNOWN);
        assertThat(reasonAt("notprotection.outlook.com", reply)).isEqualTo(Reason.REPLY_UNCLEAR);
        assertThat(reasonAt("protection.outlook.com.remote.example", reply)).isEqualTo(Reason.REPLY_UNCLEAR);
        assertThat(reasonAt("", reply)).isEqualTo(Reason.REPLY_UNCLEAR);
    }

    @Test
    void judgeShouldNotTakeTheEchoOfItsOwnHostForWordsOfTheServer() throws Exception {
        SmtpReply reply = new SmtpReplyParser()
                .line("550 5.1.1 no such user (greylist.remote.example)")
                .get();

        assertThat(reasonAt("greylist.remote.example", reply)).isEqualTo(Reason.MAILBOX_UNKNOWN);
    }

    private static Reason reasonAt(String host, SmtpReply reply) {
        return ReplyRules.shipped()
                .at(host)
                .judge(Stage.RCPT, reply, true, JO, HELO)
                .reason();
    }
}
