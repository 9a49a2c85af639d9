package io.jamescbv.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
    private static final String LINE = "11:02:03.004 callback action=accept sender=<%s> recipient=<bob@local.example>"
            + " client=127.0.0.1 status=%s reason=%s stage=RCPT host=mx.load.example[127.0.0.2] source=%s millis=3"
            + " reply=\"250 2.1.5 known\"";

    private final DecisionLog log = new DecisionLog();

    @Test
    void onlyLivePassShouldCountAsSuch() {
        log.add(String.format(LINE, "a@x.example", "pass", "accepted", "live"));
        log.add(String.format(LINE, "b@x.example", "pass", "accepted", "cache"));
        log.add(String.format(LINE, "c@x.example", "error", "limit-reached", "live"));
        log.add("11:02:03.004 something else sender=<d@x.example> status=pass reason=accepted source=live ");
        assertThat(log.livePasses()).containsExactly("a@x.example");
        assertThat(log.counts())
                .isEqualTo(Map.of("live pass/accepted", 1, "cache pass/accepted", 1, "live error/limit-reached", 1));
    }

    @Test
    void sendersShouldBeCountedByVerdictAlsoWhenNotLogged() {
        log.add(String.format(LINE, "a@x.example", "pass", "accepted", "live"));
        assertThat(log.counts(List.of("a@x.example", "z@x.example")))
                .isEqualTo(Map.of("live pass/accepted", 1, "not logged", 1));
    }
}
