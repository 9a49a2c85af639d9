package io.jamescbv.engine.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private static final Verdict UNKNOWN = Verdict.of(
                    Reason.MAILBOX_UNKNOWN,
                    Scope.ADDRESS,
                    Stage.RCPT,
                    new SmtpReply(550, "5.1.1", List.of("no \"such\"", "user")))
            .withHost("mx.remote.example[127.0.0.2]")
            .learned(Instant.EPOCH.plusSeconds(9), Duration.ofMillis(12));

    @Test
    void toStringShouldGiveOneLine() {
        assertThat(UNKNOWN)
                .hasToString("status=fail reason=mailbox-unknown stage=RCPT host=mx.remote.example[127.0.0.2]"
                        + " source=live millis=12 reply=\"550 5.1.1 no 'such' user\"");
        assertThat(Verdict.of(Reason.DNS_FAILED, Scope.DOMAIN, "silence"))
                .hasToString("status=error reason=dns-failed stage=- host=- source=live millis=0 reply=\"silence\"");
    }

    @Test
    void fromShouldChangeTheSourceOnly() {
        Verdict cached = UNKNOWN.from(Source.CACHE);

        assertThat(cached.source()).isEqualTo(Source.CACHE);
        assertThat(UNKNOWN.source()).isEqualTo(Source.LIVE);
        assertThat(cached).usingRecursiveComparison().ignoringFields("source").isEqualTo(UNKNOWN);
    }

    @Test
    void ofShouldStripAndBoundTheText() {
        Verdict verdict = Verdict.of(Reason.UNREACHABLE, Scope.ADDRESS, "a\r\nX-Evil: b\0" + "c".repeat(1000));

        assertThat(verdict.text()).startsWith("a X-Evil: b c").hasSize(500).matches("[ -~]*");
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void ofWordShouldReadEveryStatus(Status status) {
        assertThat(Status.ofWord(status.word())).isEqualTo(status);
    }

    @Test
    void ofWordShouldRefuseWhatIsNoStatus() {
        assertThatThrownBy(() -> Status.ofWord("PASS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pass, fail, transient, error and skipped");
    }

    @Test
    void reasonsShouldBeTheVocabulary() {
        Map<Status, Set<String>> words = Stream.of(Reason.values())
                .collect(Collectors.groupingBy(Reason::status, Collectors.mapping(Reason::word, Collectors.toSet())));

        assertThat(words.get(Status.PASS))
                .containsExactlyInAnyOrder("accepted", "accept-all-domain", "mailbox-full", "mailbox-rate-limited");
        assertThat(words.get(Status.FAIL))
                .containsExactlyInAnyOrder("mailbox-unknown", "domain-unknown", "domain-takes-no-mail");
        assertThat(words.get(Status.TRANSIENT)).containsExactlyInAnyOrder("greylisted", "deferred", "deadline-passed");
        assertThat(words.get(Status.ERROR))
                .containsExactlyInAnyOrder(
                        "dns-failed",
                        "unreachable",
                        "dialogue-broken",
                        "we-are-blocked",
                        "null-sender-refused",
                        "probe-sender-refused",
                        "tls-required",
                        "target-not-allowed",
                        "limit-reached",
                        "breaker-open",
                        "mailbox-disabled",
                        "mailbox-moved",
                        "reply-unclear",
                        "engine-closed");
        assertThat(words.get(Status.SKIPPED))
                .containsExactlyInAnyOrder(
                        "null-sender",
                        "authenticated",
                        "relaying",
                        "local",
                        "allowlisted",
                        "own-probe-sender",
                        "postmaster",
                        "spf-fail",
                        "dnsbl",
                        "never-ask",
                        "disabled");
    }
}
