package io.jamescbv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Phase;
import io.jamescbv.engine.verdict.CalloutMode;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static Settings read(String inside) {
        String xml = "<cbv>" + inside + "</cbv>";
        return SettingsReader.fromXml(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    /** What James hands to a handler: a part of smtpserver.xml. */
    private static HierarchicalConfiguration<ImmutableNode> handler(String inside) throws Exception {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setListDelimiterHandler(new DisabledListDelimiterHandler());
        String text = "<handlerchain><handler class=\"other\"/><handler class=\"ours\">" + inside
                + "</handler></handlerchain>";
        new FileHandler(xml).load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return xml.configurationsAt("handler").get(1);
    }

    @Test
    void readShouldGiveDefaultsAndMonitorWhenNothingIsGiven() {
        for (Settings settings : List.of(
                read(""),
                SettingsReader.read(new XMLConfiguration()),
                SettingsReader.read(new BaseHierarchicalConfiguration()),
                Settings.defaults())) {
            assertThat(settings.isPolicyGiven()).isFalse();
            assertThat(settings.get(Keys.ON_FAIL)).isEqualTo(Action.MONITOR);
            assertThat(settings.get(Keys.ON_TRANSIENT)).isEqualTo(Action.MONITOR);
            assertThat(settings.get(Keys.ON_ERROR)).isEqualTo(Action.MONITOR);
            assertThat(settings.get(Keys.DEADLINE)).isEqualTo(Duration.ofSeconds(20));
            assertThat(settings.dump())
                    .hasSameSizeAs(Keys.ALL)
                    .contains(
                            "policy.onFail = monitor (default, no <policy> is given)",
                            "callout.deadline = 20s (default)",
                            "callout.mailfrom = (default)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<policy/>", "<policy></policy>", "<policy><phase>rcptto</phase></policy>"})
    void readShouldGiveTheActionsOfTheTableWhenAPolicyIsGiven(String policy) {
        Settings settings = read(policy);

        assertThat(settings.isPolicyGiven()).isTrue();
        assertThat(settings.get(Keys.ON_FAIL)).isEqualTo(Action.QUARANTINE);
        assertThat(settings.get(Keys.ON_TRANSIENT)).isEqualTo(Action.ACCEPT);
        assertThat(settings.get(Keys.ON_ERROR)).isEqualTo(Action.ACCEPT);
    }

    @Test
    void readShouldGiveWhatIsSet() {
        Settings settings = read("<dns><server>192.0.2.1</server><server>[2001:db8::1]:5353</server></dns>"
                + "<callout><mode>both</mode><openRelayTestAddress>nobody@example.invalid</openRelayTestAddress>"
                + "<gracefulDns>true</gracefulDns><mailfrom> Probe@Example.COM </mailfrom><fallbackMailfrom/>"
                + "<defaultDomain>example.com</defaultDomain><heloName>mx.example.com</heloName>"
                + "<deadline>500ms</deadline><calloutTimeout>1 m</calloutTimeout>"
                + "<allowTarget>127.0.0.0/8</allowTarget><allowTarget>::1/128</allowTarget></callout>"
                + "<cache><pass>30d</pass></cache>"
                + "<policy><onFail>reject</onFail><phase>mailfrom</phase><exclude local=\"false\"/>"
                + "<allowlist><address>\"a,b\"@example.org</address></allowlist></policy>");

        assertThat(settings.get(Keys.DNS_SERVER).stream().map(HostPort::write).collect(Collectors.toList()))
                .containsExactly("192.0.2.1:53", "[2001:db8:0:0:0:0:0:1]:5353");
        assertThat(settings.get(Keys.MODE)).isEqualTo(CalloutMode.BOTH);
        assertThat(settings.get(Keys.OPEN_RELAY_TEST_ADDRESS)).contains(Mailbox.parse("nobody@example.invalid"));
        assertThat(settings.get(Keys.GRACEFUL_DNS)).isTrue();
        assertThat(settings.get(Keys.MAILFROM)).contains(Mailbox.parse("Probe@example.com"));
        assertThat(settings.get(Keys.FALLBACK_MAILFROM).at(Optional.of(DomainName.parse("example.com"))))
                .isEmpty();
        assertThat(settings.get(Keys.HELO_NAME)).contains(DomainName.parse("mx.example.com"));
        assertThat(settings.get(Keys.DEADLINE)).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.get(Keys.CALLOUT_TIMEOUT)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.get(Keys.ALLOW_TARGET)).containsExactly(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"));
        assertThat(settings.policy().phase()).isEqualTo(Phase.MAILFROM);
        assertThat(settings.policy().action(Status.FAIL)).isEqualTo(Action.REJECT);
        assertThat(settings.policy().excludes(Reason.LOCAL)).isFalse();
        assertThat(settings.policy().excludes(Reason.RELAYING)).isTrue();
        assertThat(settings.get(Keys.ALLOWLIST_ADDRESS)).containsExactly(Mailbox.parse("\"a,b\"@example.org"));
        assertThat(settings.dump()).contains("cache.pass = 30d (set)", "policy.exclude[@local] = false (set)");
    }

    @Test
    void readShouldResolveVariablesAsJamesDoes() {
        assertThat(read("<callout><port>${sys:java.specification.version}</port></callout>")
                        .get(Keys.PORT))
                .isEqualTo(Integer.getInteger("java.specification.version"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // unknown
                "<colour>red</colour> | key 'colour', value 'red': is not a key; remove it",
                "<callout><deadlin>1s</deadlin></callout> | 'callout.deadlin', value '1s': is not a key; did you mean callout.deadline?",
                "<callout><onFail>reject</onFail></callout> | key 'callout.onFail', value 'reject': is not a key; did you mean policy.onFail?",
                "<deadline>1s</deadline> | did you mean callout.deadline?",
                "<callout><DEADLINE>1s</DEADLINE></callout> | did you mean callout.deadline?",
                "<policy><exclude><local>true</local></exclude></policy> | did you mean policy.exclude[@local]?",
                "<policy><exclude locale='true'/></policy> | 'policy.exclude[@locale]', value 'true': is not a key; did you mean policy.exclude[@local]?",
                "<callout mode='rfc'/> | 'callout[@mode]', value 'rfc': is not a key; did you mean callout.mode?",
                "<callout><port unit='s'>25</port></callout> | key 'callout.port[@unit]', value 's': is not a key",
                "<callout><port><x/></port></callout> | key 'callout.port.x': is not a key",
                "<callout>text<port>25</port></callout> | key 'callout', value 'text': has text where only elements belong",
                "<policy>onFail</policy> | key 'policy', value 'onFail': has text where only elements belong",
                // given twice
                "<callout><port>25</port><port>26</port></callout> | key 'callout.port', value '25', '26': is given 2 times; keep one of them",
                "<policy/><policy/> | key 'policy': is given twice; put its keys into one element",
                // empty
                "<callout><port/></callout> | key 'callout.port', value '': is empty; write a value, or remove the key",
                "<callout><heloName></heloName></callout> | key 'callout.heloName', value '': is empty",
                "<callout><allowTarget></allowTarget></callout> | key 'callout.allowTarget', value '': is empty",
                // durations
                "<callout><deadline>30</deadline></callout> | key 'callout.deadline', value '30': has no unit; add a unit, e.g. 30s",
                "<callout><deadline>1.5s</deadline></callout> | is not a duration; write for example 30s",
                "<callout><deadline>-1s</deadline></callout> | is not a duration",
                "<callout><deadline>5m</deadline></callout> | is out of range; write 100ms to 4m",
                "<callout><deadline>99999999999999999999s</deadline></callout> | is not a duration",
                "<cache><fail>0s</fail></cache> | is out of range; write 1s to 30d",
                // numbers, words, addresses
                "<callout><port>0</port></callout> | is out of range; write 1 to 65535",
                "<callout><port>smtp</port></callout> | is not a number; write 1 to 65535",
                "<callout><port>99999999999</port></callout> | is not a number",
                "<callout><port>${env:CBV_NOT_SET}</port></callout> | value '${env:CBV_NOT_SET}': is not a number",
                "<callout><openRelayTestAddress>jö@x.example</openRelayTestAddress></callout> | 'callout.openRelayTestAddress', value 'jö@x.example': has characters that are not ASCII",
                "<callout><openRelayTestAddress/></callout> | 'callout.openRelayTestAddress', value '': is empty",
                "<callout><mode>RFC</mode></callout> | key 'callout.mode', value 'RFC': is none of the words; write one of rfc, direct, both",
                "<policy><onFail>drop</onFail></policy> | is none of the words; write one of reject, tempfail, quarantine, accept, monitor",
                "<policy><onTransient>reject</onTransient></policy> | key 'policy.onTransient', value 'reject': would refuse for good what we do not know; write tempfail",
                "<policy><onError>reject</onError></policy> | key 'policy.onError', value 'reject': would refuse for good what we do not know; write tempfail",
                "<policy><onError>drop</onError></policy> | write one of tempfail, quarantine, accept, monitor",
                "<policy><enabled>yes</enabled></policy> | is none of the words; write one of true, false",
                "<policy><rejectText>No, {user}.</rejectText></policy> | key 'policy.rejectText', value 'No, {user}.': '{user}' is no placeholder, or is there twice; there are {sender}",
                "<policy><tempfailText>Später.</tempfailText></policy> | key 'policy.tempfailText', value 'Später.': has a character that no SMTP reply can hold",
                "<policy><rejectText></rejectText></policy> | key 'policy.rejectText', value '': is empty",
                "<policy><helpUrl>example.com</helpUrl></policy> | key 'policy.helpUrl', value 'example.com': is not the URL of a page; write for example https://",
                "<policy><helpUrl>https://example.com/a b</helpUrl></policy> | is not the URL of a page",
                "<policy><tagSubject>a&#9;b</tagSubject></policy> | has a line break or another control character; write one line",
                "<policy><refuseAtScore>many</refuseAtScore></policy> | key 'policy.refuseAtScore', value 'many': is not a number such as 1.5; write 0.0 to 1000.0",
                "<policy><score>1000.5</score></policy> | key 'policy.score', value '1000.5': is out of range; write 0.0 to 1000.0",
                "<policy><exclude local='no'/></policy> | 'policy.exclude[@local]', value 'no': is none of the words; write one of true, false",
                "<callout><mailfrom>probe</mailfrom></callout> | key 'callout.mailfrom', value 'probe': an address is local-part@domain",
                "<callout><fallbackMailfrom>a b</fallbackMailfrom></callout> | key 'callout.fallbackMailfrom', value 'a b'",
                "<callout><fallbackMailfrom>@example.com</fallbackMailfrom></callout> | key 'callout.fallbackMailfrom'",
                "<callout><allowTarget>10.1.0.0/8</allowTarget></callout> | write 10.0.0.0/8",
                "<policy><allowlist><network>10.0.0.0/33</network></allowlist></policy> | from 0 to 32",
                "<policy><allowlist><domain>a..b</domain></allowlist></policy> | key 'policy.allowlist.domain', value 'a..b'",
                "<dns><server>dns.example.com</server></dns> | key 'dns.server', value 'dns.example.com': not an IP address; write for example 192.0.2.1",
                "<dns><server>2001:db8::1</server></dns> | IPv6 in brackets",
                "<dns><server>192.0.2.1:0</server></dns> | has a port out of range; write 1 to 65535",
                "<dns><server>192.0.2.1:99999</server></dns> | has a port out of range",
                "<callout><sourceAddress>192.0.2.77</sourceAddress></callout> | key 'callout.sourceAddress', value '192.0.2.77': is not an address of this machine",
                "<callout><sourceAddress>0.0.0.0</sourceAddress></callout> | value '0.0.0.0': is not the address of one machine; write one of this machine's, or remove the key",
                "<callout><sourceAddress>::</sourceAddress></callout> | value '::': is not the address of one machine",
                "<callout><sourceAddress>224.0.0.1</sourceAddress></callout> | value '224.0.0.1': is not the address of one machine",
                "<callout><sourceAddress>mx.example.com</sourceAddress></callout> | value 'mx.example.com': not an IP address",
                "<callout><sourceAddress>127.0.0.1</sourceAddress><sourceAddress>127.0.0.2</sourceAddress></callout> | key 'callout.sourceAddress', value '127.0.0.1, 127.0.0.2': names two addresses of one family; keep at most one IPv4",
                "<callout><oneRecipientHosts>outlook.com a..b</oneRecipientHosts></callout> | key 'callout.oneRecipientHosts', value 'outlook.com a..b'",
                // contradictions
                "<policy><rejectText>See {help}</rejectText></policy> | key 'policy.rejectText', value 'See {help}': names {help}, and there is no policy.helpUrl; write one, or take {help} out",
                "<domains><domain name='a.example'><policy><tempfailText>See {help}</tempfailText></policy></domain></domains> | key 'policy.tempfailText', value 'See {help}' for domain a.example: names {help}",
                "<callout><deadline>3m</deadline></callout> | key 'callout.deadline', value '3m': is more than callout.calloutTimeout, which is 2m",
                "<callout><calloutTimeout>25s</calloutTimeout></callout> | key 'callout.replyTimeout', value '30s': is more than callout.calloutTimeout, which is 25s",
                "<callout><connectTimeout>3m</connectTimeout></callout> | key 'callout.connectTimeout', value '3m': is more than callout.calloutTimeout",
                "<limits><perHostConcurrency>501</perHostConcurrency></limits> | key 'limits.perHostConcurrency', value '501': is more than limits.concurrency, which is 500",
            })
    void readShouldRefuseAndNameKeyValueAndRemedy(String inside, String message) {
        assertThatThrownBy(() -> read(inside))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("cbv.xml: key '")
                .hasMessageContaining(message);
    }

    @Test
    void readShouldRefuseWhenQueueWaitIsLongerThanTheCallout() {
        assertThatThrownBy(() -> read("<callout><connectTimeout>1s</connectTimeout><replyTimeout>1s</replyTimeout>"
                        + "<deadline>1s</deadline><calloutTimeout>1s</calloutTimeout></callout>"))
                .hasMessageContaining("key 'limits.queueWait', value '2s': is more than callout.calloutTimeout");
    }

    @Test
    void fromXmlShouldSayWhereWhenTheXmlIsNotWellFormed() {
        assertThatThrownBy(() -> read("\n<callout></cbv>"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("cbv.xml is not well-formed XML: line 2")
                .hasMessageContaining("callout");
    }

    @Test
    void fromXmlShouldSayWhichFileWhenThereIsNone() {
        Path missing = Paths.get("target", "no-such-cbv.xml");

        assertThatThrownBy(() -> SettingsReader.fromXml(missing))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("no-such-cbv.xml cannot be read");
    }

    @Test
    void fromXmlShouldRefuseAnotherRoot() {
        assertThatThrownBy(() -> SettingsReader.fromXml(
                        new ByteArrayInputStream("<smtpservers/>".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("the root element is <smtpservers>; write <cbv>");
    }

    @Test
    void overlayShouldWinOverTheFileAndLeaveTheRest() throws Exception {
        Settings base = read("<policy><onFail>quarantine</onFail><onError>tempfail</onError>"
                + "<exclude local=\"false\"/><allowlist><domain>example.org</domain></allowlist></policy>");

        Settings settings = SettingsReader.overlay(
                base,
                handler("<onFail>reject</onFail><exclude relaying=\"false\"/>"
                        + "<allowlist><domain>example.net</domain></allowlist>"));

        assertThat(settings.get(Keys.ON_FAIL)).isEqualTo(Action.REJECT);
        assertThat(settings.get(Keys.ON_ERROR)).isEqualTo(Action.TEMPFAIL);
        assertThat(settings.get(Keys.EXCLUDE_LOCAL)).isFalse();
        assertThat(settings.get(Keys.EXCLUDE_RELAYING)).isFalse();
        assertThat(settings.get(Keys.ALLOWLIST_DOMAIN)).containsExactly(DomainName.parse("example.net"));
        assertThat(base.get(Keys.ON_FAIL)).isEqualTo(Action.QUARANTINE);
    }

    @Test
    void overlayShouldLeaveMonitorWhenTheHandlerIsEmpty() throws Exception {
        Settings settings = SettingsReader.overlay(Settings.defaults(), handler(""));

        assertThat(settings.isPolicyGiven()).isFalse();
        assertThat(settings.get(Keys.ON_FAIL)).isEqualTo(Action.MONITOR);
    }

    @Test
    void overlayShouldCountAsAPolicyWhenItHasAKey() throws Exception {
        Settings settings = SettingsReader.overlay(Settings.defaults(), handler("<phase>mailfrom</phase>"));

        assertThat(settings.isPolicyGiven()).isTrue();
        assertThat(settings.get(Keys.ON_FAIL)).isEqualTo(Action.QUARANTINE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<deadline>1s</deadline> | key 'deadline', value '1s': is no key of <policy>, and a handler may hold no others; move it into cbv.xml",
                "<callout><deadline>1s</deadline></callout> | key 'callout': is no key of <policy>, and a handler may hold no others; move it into cbv.xml",
                "<policy><onFail>reject</onFail></policy> | key 'policy': does not belong here; write the keys of <policy> directly into <handler>",
                "<onFial>reject</onFial> | key 'onFial', value 'reject': is not a key; did you mean onFail?",
                "<score>-1</score> | key 'policy.score', value '-1': is not a number such as 1.5; write 0.0 to 1000.0",
                "<onError>reject</onError> | key 'policy.onError', value 'reject': would refuse for good what we do not know; write tempfail",
                "<exclude lokal='true'/> | key 'exclude[@lokal]', value 'true': is not a key; did you mean policy.exclude[@local]?",
            })
    void overlayShouldRefuseAndNameTheHandler(String inside, String message) throws Exception {
        HierarchicalConfiguration<ImmutableNode> handler = handler(inside);

        assertThatThrownBy(() -> SettingsReader.overlay(Settings.defaults(), handler))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageStartingWith("smtpserver.xml, <handler>: ")
                .hasMessageContaining(message);
    }

    @Test
    void readShouldTakeAsManyRowsOfTheMapAsThereAre() {
        Settings settings = read("<callout><map><domain from='a.example' to='b.example'/>"
                + "<domain to='d.example' from='C.example'/></map></callout>");

        assertThat(settings.domainMap())
                .containsOnly(
                        entry(DomainName.parse("a.example"), DomainName.parse("b.example")),
                        entry(DomainName.parse("c.example"), DomainName.parse("d.example")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<callout><map><domain from='a.example'/></map></callout>",
                "<callout><map><domain from='a.example' to='b.example'/><domain to='b.example'/></map></callout>",
                "<callout><map><domain from='a.example' to='b.example' port='26'/></map></callout>",
                "<callout><map><domain from='a.example' to='no such'/></map></callout>",
                "<callout><map><domain/></map><map/></callout>"
            })
    void readShouldRefuseARowOfTheMapThatIsNotWhole(String children) {
        assertThatThrownBy(() -> read(children)).hasMessageContaining("callout.map");
    }

    @Test
    void readShouldTakeRulesWithSpacesOrTabsBetweenTheirFields() {
        Settings settings = read("<callout><replyRule>RCPT  550  *  no user|no box  mailbox-unknown</replyRule>"
                + "<replyRule>\n  VRFY\t252\t*\t*\taccepted/domain\tmx.example\n</replyRule></callout>");

        assertThat(settings.get(Keys.REPLY_RULE)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT 550 * text mailbox-unknown",
                "RCPT  550  *  text  no-such-reason",
                "RCPT  550  *  (text  mailbox-unknown",
                "RCPT  550  *  text  mailbox-unknown/planet",
                "RCPT  550  *  text  mailbox-unknown  host  more"
            })
    void readShouldRefuseARuleThatIsNone(String rule) {
        assertThatThrownBy(() -> read("<callout><replyRule>" + rule + "</replyRule></callout>"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("callout.replyRule")
                .hasMessageContaining(rule);
    }
}
