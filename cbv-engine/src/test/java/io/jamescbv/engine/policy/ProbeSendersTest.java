package io.jamescbv.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSendersTest {
    private static final DomainName LOCAL = DomainName.parse("local.example");
    private static final DomainName DEFAULT = DomainName.parse("default.example");

    private static ProbeSenders senders(String mailfrom, String fallback) {
        return new ProbeSenders(
                Optional.ofNullable(mailfrom).map(Mailbox::parse),
                FallbackSender.parse(fallback == null ? "" : fallback),
                Optional.of(DEFAULT),
                LOCAL::equals);
    }

    @ParameterizedTest
    @CsvSource({
        // mailfrom, fallbackMailfrom, recipient's domain, first, then
        ", postmaster, local.example, , postmaster@local.example",
        ", postmaster, , , postmaster@default.example",
        ", verify@other.example, local.example, , verify@other.example",
        ", , local.example, ,",
        "probe@local.example, postmaster, local.example, probe@local.example,"
    })
    void sendersShouldBeTriedInOrder(String mailfrom, String fallback, String domain, String first, String then) {
        ProbeSenders senders = senders(mailfrom, fallback);

        Optional<DomainName> recipient = Optional.ofNullable(domain).map(DomainName::parse);
        assertThat(senders.first(recipient).map(Mailbox::toString).orElse(null)).isEqualTo(first);
        assertThat(senders.fallback(recipient).map(Mailbox::toString).orElse(null))
                .isEqualTo(then);
    }

    @Test
    void fallbackShouldBeEmptyWhenNoDomainIsKnown() {
        ProbeSenders senders =
                new ProbeSenders(Optional.empty(), FallbackSender.parse("postmaster"), Optional.empty(), LOCAL::equals);

        assertThat(senders.fallback(Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "probe@local.example, postmaster, probe@local.example, true",
        "probe@local.example, postmaster, Probe@LOCAL.example, true",
        "probe@local.example, postmaster, probe@default.example, false",
        "probe@local.example, check, check@local.example, true",
        ", check, check@local.example, true",
        ", check, CHECK@default.example, true",
        ", check, check@foreign.example, false",
        ", check@foreign.example, check@foreign.example, true",
        ", check@foreign.example, check@local.example, false",
        ", , postmaster@local.example, false"
    })
    void isOursShouldKnowMailfromAndFallback(String mailfrom, String fallback, String address, boolean ours) {
        assertThat(senders(mailfrom, fallback).isOurs(Mailbox.parse(address))).isEqualTo(ours);
    }

    @Test
    void fallbackShouldBeEmptyWhenTheAddressWouldBeTooLong() {
        DomainName domain = DomainName.parse("x".repeat(60) + ".x".repeat(95)); // 250 octets

        assertThat(senders(null, "postmaster").fallback(Optional.of(domain))).isEmpty();
    }

    @Test
    void isOursShouldNotAskWhoseDomainItIsWhenTheLocalPartDiffers() {
        ProbeSenders senders =
                new ProbeSenders(Optional.empty(), FallbackSender.parse("postmaster"), Optional.empty(), domain -> {
                    throw new AssertionError("asked about " + domain);
                });

        assertThat(senders.isOurs(Mailbox.parse("bob@example.com"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "postmaster@any.example, true",
        "PostMaster@any.example, true",
        "abuse@any.example, true",
        "Abuse@local.example, true",
        "probe@local.example, true",
        "check@local.example, true",
        "check@any.example, false",
        "abuser@local.example, false"
    })
    void isProtectedShouldHoldForPostmasterAbuseAndOurOwn(String recipient, boolean isProtected) {
        ProtectedRecipients recipients = new ProtectedRecipients(senders("probe@local.example", "check"));

        assertThat(recipients.isProtected(Mailbox.parse(recipient))).isEqualTo(isProtected);
    }
}
