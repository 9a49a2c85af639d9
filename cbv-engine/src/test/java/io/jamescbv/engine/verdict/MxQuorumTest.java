package io.jamescbv.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts as one letter each: P passes, F fails, T says later, B refuses us, U cannot be reached, L was one too many. */
class MxQuorumTest {
    private static Verdict verdict(int letter) {
        SmtpReply reply = new SmtpReply(letter == 'T' ? 450 : 550, "", List.of("text"));
        switch (letter) {
            case 'P':
                return Verdict.of(Reason.ACCEPTED, Scope.ADDRESS, Stage.RCPT, new SmtpReply(250, "", List.of("ok")));
            case 'F':
                return Verdict.of(Reason.MAILBOX_UNKNOWN, Scope.ADDRESS, Stage.RCPT, reply);
            case 'T':
                return Verdict.of(Reason.DEFERRED, Scope.ADDRESS, Stage.RCPT, reply);
            case 'B':
                return Verdict.of(Reason.WE_ARE_BLOCKED, Scope.DOMAIN, Stage.RCPT, reply);
            case 'U':
                return Verdict.of(Reason.UNREACHABLE, Scope.DOMAIN, "down").at(Stage.CONNECT);
            default:
                return Verdict.of(Reason.LIMIT_REACHED, Scope.ADDRESS, "full");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FIRST,      P,   true,  ACCEPTED",
        "FIRST,      F,   true,  MAILBOX_UNKNOWN",
        "FIRST,      B,   true,  WE_ARE_BLOCKED",
        "FIRST,      T,   false, DEFERRED",
        "FIRST,      U,   false, UNREACHABLE",
        "FIRST,      TU,  false, DEFERRED",
        "FIRST,      UT,  false, DEFERRED",
        "FIRST,      TF,  true,  MAILBOX_UNKNOWN",
        "FIRST,      TL,  true,  LIMIT_REACHED",
        "FIRST,      TP,  true,  ACCEPTED",
        "FIRST,      UP,  true,  ACCEPTED",
        "FIRST,      UF,  true,  MAILBOX_UNKNOWN",
        "ALL,        P,   true,  ACCEPTED",
        "ALL,        F,   false, MAILBOX_UNKNOWN",
        "ALL,        FF,  false, MAILBOX_UNKNOWN",
        "ALL,        FP,  true,  ACCEPTED",
        "ALL,        FT,  false, DEFERRED",
        "ALL,        FU,  false, DEFERRED",
        "ALL,        FB,  false, DEFERRED",
        "ALL,        TF,  false, DEFERRED",
        "ALL,        UFP, true,  ACCEPTED",
        "ALL,        UU,  false, UNREACHABLE",
        "ALL,        UB,  false, WE_ARE_BLOCKED",
        "ALL,        TU,  false, DEFERRED",
        "ALL_ACCEPT, P,   false, ACCEPTED",
        "ALL_ACCEPT, PP,  false, ACCEPTED",
        "ALL_ACCEPT, PF,  true,  DEFERRED",
        "ALL_ACCEPT, PT,  true,  DEFERRED",
        "ALL_ACCEPT, PU,  true,  DEFERRED",
        "ALL_ACCEPT, F,   false, MAILBOX_UNKNOWN",
        "ALL_ACCEPT, FF,  false, MAILBOX_UNKNOWN",
        "ALL_ACCEPT, FU,  false, DEFERRED",
    })
    void concludeShouldFollowTheQuorum(MxQuorum quorum, String hosts, boolean decided, Reason reason) {
        List<Verdict> verdicts = hosts.chars().mapToObj(MxQuorumTest::verdict).collect(Collectors.toList());

        assertThat(quorum.isDecided(verdicts)).isEqualTo(decided);
        assertThat(quorum.conclude(verdicts).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"ALL", "ALL_ACCEPT"})
    void failShouldNeverComeOfHostsThatDoNotAllSaySo(MxQuorum quorum) {
        for (String others : List.of("T", "B", "U", "L")) {
            List<Verdict> verdicts = Stream.of("F", others)
                    .map(letter -> verdict(letter.charAt(0)))
                    .collect(Collectors.toList());

            assertThat(quorum.conclude(verdicts).status()).isNotEqualTo(Status.FAIL);
        }
    }
}
