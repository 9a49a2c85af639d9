package io.jamescbv.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.net.IpLiteral;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {
    private static final Set<Reason> ALL =
            EnumSet.of(Reason.AUTHENTICATED, Reason.RELAYING, Reason.LOCAL, Reason.ALLOWLISTED);
    private static final Allowlist ALLOWLIST = new Allowlist(
            List.of(Mailbox.parse("Billing@trusted.example")),
            List.of(DomainName.parse("partner.example")),
            List.of(Cidr.parse("198.51.100.0/24"), Cidr.parse("2001:db8::/32")),
            List.of(DomainName.parse("relay.example")));
    private static final DomainName OURS = DomainName.parse("ours.example");
    private static final SenderContext STRANGER = from("bob@example.com").from(IpLiteral.parse("203.0.113.9"));

    private final Exclusions exclusions = new Exclusions(new ProbeSenders(
            Optional.of(Mailbox.parse("probe@ours.example")),
            FallbackSender.parse("verifier"),
            Optional.empty(),
            OURS::equals));

    private static SenderContext from(String sender) {
        return SenderContext.about(Optional.of(Mailbox.parse(sender)));
    }

    private static PolicySettings settings(boolean enabled, Set<Reason> excluded, Allowlist allowlist) {
        return new PolicySettings(
                enabled,
                Enforcement.ENFORCE,
                Phase.RCPTTO,
                Map.of(Status.FAIL, Action.REJECT, Status.TRANSIENT, Action.ACCEPT, Status.ERROR, Action.ACCEPT),
                excluded,
                allowlist);
    }

    private Optional<Reason> reason(SenderContext context) {
        return exclusions.reason(context, settings(true, ALL, ALLOWLIST));
    }

    private Optional<Reason> reasonWithoutSwitches(SenderContext context) {
        return exclusions.reason(context, settings(true, Set.of(), ALLOWLIST));
    }

    @Test
    void reasonShouldBeEmptyForAStranger() {
        assertThat(reason(STRANGER)).isEmpty();
    }

    @Test
    void reasonShouldBeDisabledBeforeAllElse() {
        assertThat(exclusions.reason(SenderContext.about(Optional.empty()), settings(false, ALL, ALLOWLIST)))
                .contains(Reason.DISABLED);
        assertThat(exclusions.reason(STRANGER, settings(false, ALL, ALLOWLIST))).contains(Reason.DISABLED);
    }

    @Test
    void reasonShouldHoldWhateverTheSwitchesForNullOwnAndPostmaster() {
        assertThat(reasonWithoutSwitches(SenderContext.about(Optional.empty()))).contains(Reason.NULL_SENDER);
        assertThat(reasonWithoutSwitches(from("PROBE@ours.example"))).contains(Reason.OWN_PROBE_SENDER);
        assertThat(reasonWithoutSwitches(from("verifier@ours.example"))).contains(Reason.OWN_PROBE_SENDER);
        assertThat(reasonWithoutSwitches(from("verifier@example.com"))).isEmpty();
        assertThat(reasonWithoutSwitches(from("probe@example.com"))).isEmpty();
        assertThat(reasonWithoutSwitches(from("PostMaster@example.com"))).contains(Reason.POSTMASTER);
    }

    @Test
    void reasonShouldFollowItsSwitch() {
        Map<Reason, SenderContext> contexts = Map.of(
                Reason.AUTHENTICATED, STRANGER.authenticated(true),
                Reason.RELAYING, STRANGER.relaying(true),
                Reason.LOCAL, STRANGER.local(true),
                Reason.ALLOWLISTED, from("bob@partner.example"));
        contexts.forEach((reason, context) -> {
            assertThat(reason(context)).contains(reason);
            Set<Reason> others = EnumSet.copyOf(ALL);
            others.remove(reason);
            assertThat(exclusions.reason(context, settings(true, others, ALLOWLIST)))
                    .as(reason.word())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "billing@trusted.example, 203.0.113.9, , true",
        "BILLING@Trusted.Example, 203.0.113.9, , true",
        "bill@trusted.example, 203.0.113.9, , false",
        "billing@sub.trusted.example, 203.0.113.9, , false",
        "any@partner.example, 203.0.113.9, , true",
        "any@deep.sub.partner.example, 203.0.113.9, , true",
        "any@notpartner.example, 203.0.113.9, , false",
        "any@example.com, 198.51.100.200, , true",
        "any@example.com, ::ffff:198.51.100.200, , true",
        "any@example.com, 198.51.101.1, , false",
        "any@example.com, 2001:db8:ffff::1, , true",
        "any@example.com, 2001:db9::1, , false",
        "any@example.com, 203.0.113.9, relay.example, true",
        "any@example.com, 203.0.113.9, mx1.relay.example, true",
        "any@example.com, 203.0.113.9, evilrelay.example, false"
    })
    void reasonShouldBeAllowlistedWhenSenderOrClientIsListed(
            String sender, String client, String name, boolean listed) {
        SenderContext context = from(sender)
                .from(IpLiteral.parse(client))
                .withClientNames(name == null ? Set.of() : Set.of(DomainName.parse(name)));

        assertThat(reason(context).filter(Reason.ALLOWLISTED::equals).isPresent())
                .isEqualTo(listed);
    }

    @Test
    void needsClientNamesShouldBeTrueOnlyWhenTheyCanDecide() {
        Allowlist withoutPtr = new Allowlist(List.of(), List.of(), List.of(), List.of());

        assertThat(settings(true, ALL, ALLOWLIST).needsClientNames()).isTrue();
        assertThat(settings(true, ALL, withoutPtr).needsClientNames()).isFalse();
        assertThat(settings(true, Set.of(), ALLOWLIST).needsClientNames()).isFalse();
        assertThat(settings(false, ALL, ALLOWLIST).needsClientNames()).isFalse();
    }
}
