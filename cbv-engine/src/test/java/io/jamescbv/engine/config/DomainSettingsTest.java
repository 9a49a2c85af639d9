package io.jamescbv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.policy.ProbeSenders;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recipient domains have in place of the global settings. */
class DomainSettingsTest {
    private static final DomainName STRICT = DomainName.parse("strict.example");
    private static final DomainName OTHER = DomainName.parse("other.example");

    private static Settings read(String inside) {
        return SettingsReader.fromXml(
                new ByteArrayInputStream(("<cbv>" + inside + "</cbv>").getBytes(StandardCharsets.UTF_8)));
    }

    private static Settings read(String global, String ofStrict) {
        return read(global + "<domains><domain name=\"Strict.example\">" + ofStrict + "</domain></domains>");
    }

    private static Settings overlay(Settings base, String handlerChildren) throws Exception {
        XMLConfiguration xml = new XMLConfiguration();
        new FileHandler(xml)
                .load(new ByteArrayInputStream(
                        ("<handler>" + handlerChildren + "</handler>").getBytes(StandardCharsets.UTF_8)));
        return SettingsReader.overlay(base, xml);
    }

    private static Action onFail(Settings settings, DomainName domain) {
        return settings.forDomain(domain).policy().action(Status.FAIL);
    }

    @Test
    void domainShouldHaveItsOwnValuesAndTheGlobalOnesOfAllOtherKeys() {
        Settings settings = read(
                "<policy><onError>tempfail</onError><tagSubject>[global]</tagSubject><score>2.5</score></policy>",
                "<policy><onFail>reject</onFail><exclude local=\"false\"/><tagSubject></tagSubject></policy>");

        PolicySettings strict = settings.forDomain(STRICT).policy();
        PolicySettings other = settings.forDomain(OTHER).policy();

        assertThat(strict.action(Status.FAIL)).isEqualTo(Action.REJECT);
        assertThat(strict.action(Status.ERROR)).isEqualTo(Action.TEMPFAIL);
        assertThat(strict.excludes(Reason.LOCAL)).isFalse();
        assertThat(strict.excludes(Reason.RELAYING)).isTrue();
        assertThat(strict.tagSubject(Status.FAIL)).isEmpty();
        assertThat(strict.score(Status.FAIL)).isEqualTo(2.5);
        assertThat(other.action(Status.FAIL)).isEqualTo(Action.QUARANTINE);
        assertThat(other.excludes(Reason.LOCAL)).isTrue();
        assertThat(other.tagSubject(Status.FAIL)).contains("[global]");
        assertThat(settings.forDomain(OTHER).domain()).isEmpty();
        assertThat(settings.forDomain(STRICT).domain()).contains(STRICT);
    }

    @Test
    void domainShouldNotHoldForItsSubDomains() {
        Settings settings = read("", "<policy><onFail>reject</onFail></policy>");

        assertThat(settings.forDomain(DomainName.parse("sub.strict.example")).domain())
                .isEmpty();
    }

    @Test
    void unnamedActionsShouldBeTheGlobalMonitorWhenOnlyTheDomainHasAPolicy() {
        Settings settings = read("", "<policy><onFail>reject</onFail></policy>");

        assertThat(settings.isPolicyGiven()).isFalse();
        assertThat(onFail(settings, STRICT)).isEqualTo(Action.REJECT);
        assertThat(settings.forDomain(STRICT).policy().action(Status.ERROR)).isEqualTo(Action.MONITOR);
        assertThat(onFail(settings, OTHER)).isEqualTo(Action.MONITOR);
    }

    @Test
    void domainShouldWinOverTheHandlerAndTheHandlerOverTheFile() throws Exception {
        Settings file = read("<policy><onFail>accept</onFail></policy>", "<policy><onFail>reject</onFail></policy>");

        Settings server = overlay(file, "<onFail>tempfail</onFail><onError>quarantine</onError>");

        assertThat(onFail(server, STRICT)).isEqualTo(Action.REJECT);
        assertThat(server.forDomain(STRICT).policy().action(Status.ERROR)).isEqualTo(Action.QUARANTINE);
        assertThat(onFail(server, OTHER)).isEqualTo(Action.TEMPFAIL);
        assertThat(onFail(file, OTHER)).isEqualTo(Action.ACCEPT);
    }

    @Test
    void probeSendersShouldBeTheDomainsOwn() {
        Settings settings = read(
                "",
                "<callout><mailfrom>probe@strict.example</mailfrom></callout></domain>"
                        + "<domain name=\"other.example\"><callout><fallbackMailfrom>check</fallbackMailfrom></callout>");

        ProbeSenders senders = settings.probeSenders(Optional::empty, domain -> false);

        assertThat(senders.first(Optional.of(STRICT))).contains(Mailbox.parse("probe@strict.example"));
        assertThat(senders.fallback(Optional.of(STRICT))).isEmpty();
        assertThat(senders.first(Optional.of(OTHER))).isEmpty();
        assertThat(senders.fallback(Optional.of(OTHER))).contains(Mailbox.parse("check@other.example"));
        assertThat(senders.fallback(Optional.of(DomainName.parse("third.example"))))
                .contains(Mailbox.parse("postmaster@third.example"));
        for (String ours : List.of("probe@strict.example", "check@other.example")) {
            assertThat(senders.isOurs(Mailbox.parse(ours))).as(ours).isTrue();
        }
        for (String foreign : List.of("check@strict.example", "check@third.example", "probe@other.example")) {
            assertThat(senders.isOurs(Mailbox.parse(foreign))).as(foreign).isFalse();
        }
    }

    @Test
    void rowsShouldShowEachKeyOfADomainWithItsOrigin() {
        Settings settings = read(
                "<policy><onError>tempfail</onError></policy>",
                "<policy><onFail>reject</onFail></policy><callout><mailfrom>a@strict.example</mailfrom></callout>");

        List<String> rows = settings.forDomain(STRICT).rows().stream()
                .map(EffectiveValue::toString)
                .collect(Collectors.toList());

        assertThat(rows)
                .contains(
                        "policy.onFail = reject (overridden)",
                        "policy.onError = tempfail (global)",
                        "policy.onTransient = accept (default)",
                        "callout.mailfrom = a@strict.example (overridden)",
                        "policy.tagSubject = (default)")
                .noneMatch(row -> row.startsWith("policy.phase") || row.startsWith("callout.deadline"));
        assertThat(settings.forDomain(STRICT))
                .hasToString("strict.example callout.mailfrom=a@strict.example policy.onFail=reject");
    }

    @Test
    void overrideShouldChangeACopy() {
        Settings before = read("<policy><onFail>accept</onFail></policy>");

        Settings after = SettingsReader.withOverride("here", before, STRICT, "policy.onFail", List.of("reject"));

        assertThat(onFail(before, STRICT)).isEqualTo(Action.ACCEPT);
        assertThat(onFail(after, STRICT)).isEqualTo(Action.REJECT);
        assertThat(after.get(Keys.DOMAIN_NAME)).containsExactly(STRICT);
    }

    @ParameterizedTest
    @CsvSource({
        "policy.phase, mailfrom, is decided before a recipient is known",
        "callout.deadline, 1s, holds for all domains",
        "policy.onFial, reject, is not a key; did you mean policy.onFail?",
        "policy.onFail, drop, is none of the words",
    })
    void overrideShouldBeRefusedWithARemedy(String path, String value, String message) {
        Settings base = read("");

        assertThatThrownBy(() -> SettingsReader.withOverride("here", base, STRICT, path, List.of(value)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("here: key '" + path + "'")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<policy><phase>mailfrom</phase></policy> | key 'policy.phase', value 'mailfrom': is decided before a recipient is known; move it into <policy> of cbv.xml, or into a <handler>",
                "<callout><deadline>1s</deadline></callout> | key 'callout.deadline', value '1s': holds for all domains; a domain may have keys of policy, callout.mailfrom and callout.fallbackMailfrom; move it out of <domains>",
                "<limits><concurrency>1</concurrency></limits> | key 'limits': holds for all domains",
                "<callout><map><domain from='a.example' to='b.example'/></map></callout> | key 'callout.map': holds for all domains",
                "<onFail>reject</onFail> | key 'onFail', value 'reject': is not a key; did you mean policy.onFail?",
                "<policy><onFail>drop</onFail></policy> | key 'policy.onFail', value 'drop': is none of the words",
                "<policy><onError>reject</onError></policy> | key 'policy.onError', value 'reject': would refuse for good what we do not know; write tempfail",
                "<policy><onFail>reject</onFail><onFail>accept</onFail></policy> | key 'policy.onFail', value 'reject', 'accept': is given 2 times",
                "<policy/><policy/> | key 'policy': is given twice",
                "<callout><mailfrom>probe</mailfrom></callout> | key 'callout.mailfrom', value 'probe': an address is local-part@domain",
            })
    void readShouldRefuseAndNameDomainKeyValueAndRemedy(String inside, String message) {
        assertThatThrownBy(() -> read("", inside))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("cbv.xml, <domain name=\"Strict.example\">: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<domains><domain><policy/></domain></domains> | key 'domains.domain[@name]': is missing; write that attribute",
                "<domains><domain name=''/></domains> | key 'domains.domain[@name]': a domain has 1 to 253 characters",
                "<domains><domain name='a b'/></domains> | key 'domains.domain[@name]', value 'a b'",
                "<domains><domain name='a.example'/><domain name='A.example'/></domains> | key 'domains.domain[@name]', value 'A.example': is given twice; put its keys into one element",
                "<domains><domain name='a.example' phase='x'/></domains> | key 'domains.domain[@phase]', value 'x': is not a key",
                "<domains><domain name='a.example'>text</domain></domains> | key 'domains.domain', value 'text': has text",
                "<domains/><domains/> | key 'domains': is given twice",
                "<domains><host name='a.example'/></domains> | key 'domains.host': is not a key",
            })
    void readShouldRefuseADomainThatIsNone(String inside, String message) {
        assertThatThrownBy(() -> read(inside))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("cbv.xml: ")
                .hasMessageContaining(message);
    }
}
