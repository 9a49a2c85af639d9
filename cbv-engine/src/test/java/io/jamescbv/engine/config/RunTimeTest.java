package io.jamescbv.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.policy.Action;
import io.jamescbv.engine.policy.Enforcement;
import io.jamescbv.engine.verdict.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTimeTest {
    private static final DomainName LOCAL = DomainName.parse("local.example");

    private static Settings file(String xml) {
        return SettingsReader.fromXml(
                new ByteArrayInputStream(("<cbv>" + xml + "</cbv>").getBytes(StandardCharsets.UTF_8)));
    }

    private static Action onFail(Settings settings) {
        return settings.global().policy().action(Status.FAIL);
    }

    private static Settings handler(Settings settings, String children) throws Exception {
        XMLConfiguration xml = new XMLConfiguration();
        new FileHandler(xml)
                .load(new ByteArrayInputStream(
                        ("<handler class=\"x\">" + children + "</handler>").getBytes(StandardCharsets.UTF_8)));
        return SettingsReader.overlay(settings, xml);
    }

    @ParameterizedTest
    @CsvSource({
        // what cbv.xml, the handler and the operator say, what comes of it
        "enforce, '',      MONITOR, MONITOR",
        "enforce, enforce, MONITOR, MONITOR",
        "monitor, '',      ENFORCE, REJECT",
        "enforce, monitor, ENFORCE, MONITOR",
        "monitor, enforce, ENFORCE, REJECT",
    })
    void monitorShouldHoldForEverybodyAndEnforceOnlyWhereNobodySaysMonitorHimself(
            String file, String handler, Enforcement changed, Action action) throws Exception {
        Settings said = file("<policy><enforcement>" + file + "</enforcement><onFail>reject</onFail></policy>");
        Settings settings = RunTime.NONE.enforcing(changed).over(said);

        String child = handler.isEmpty() ? "" : "<enforcement>" + handler + "</enforcement>";
        assertThat(onFail(handler(settings, child))).isEqualTo(action);
    }

    @Test
    void monitorShouldHoldForDomainsThatSayEnforce() {
        Settings said = file("<policy><onFail>reject</onFail></policy><domains><domain name=\"local.example\"><policy>"
                + "<enforcement>enforce</enforcement></policy></domain></domains>");

        Settings settings = RunTime.NONE.enforcing(Enforcement.MONITOR).over(said);

        assertThat(settings.forDomain(LOCAL).policy().action(Status.FAIL)).isEqualTo(Action.MONITOR);
    }

    @Test
    void enforceShouldNotGiveActionsToAFileWithoutPolicy() {
        assertThat(onFail(RunTime.NONE.enforcing(Enforcement.ENFORCE).over(file(""))))
                .isEqualTo(Action.MONITOR);
    }

    @Test
    void allowlistShouldHoldForHandlersAndDomainsWithListsOfTheirOwn() throws Exception {
        Settings said = file("<domains><domain name=\"local.example\"><policy><allowlist><domain>own.example</domain>"
                + "</allowlist></policy></domain></domains>");

        Settings settings = RunTime.NONE
                .allowing(AllowlistKind.ADDRESS, "Jo@Remote.example")
                .allowing(AllowlistKind.DOMAIN, "Friend.example.")
                .over(said);

        Mailbox jo = Mailbox.parse("jo@remote.example");
        Mailbox friend = Mailbox.parse("x@sub.friend.example");
        assertThat(settings.policy().allowlist().entryOf(jo)).isPresent();
        assertThat(settings.forDomain(LOCAL).policy().allowlist().entryOf(friend))
                .isPresent();
        assertThat(settings.forDomain(LOCAL).policy().allowlist().entryOf(Mailbox.parse("x@own.example")))
                .isPresent();
        assertThat(handler(settings, "<allowlist><domain>z.example</domain></allowlist>")
                        .policy()
                        .allowlist()
                        .entryOf(jo))
                .isPresent();
    }

    @Test
    void disallowingShouldTakeBackAnEntryInWhateverSpelling() {
        RunTime changed = RunTime.NONE
                .allowing(AllowlistKind.DOMAIN, "Friend.example.")
                .disallowing(AllowlistKind.DOMAIN, "friend.EXAMPLE");

        assertThat(changed.allowed(AllowlistKind.DOMAIN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ADDRESS, jo", "DOMAIN, a b", "NETWORK, 192.0.2.0/33", "PTR, 'x\ny'"})
    void allowingShouldRefuseWhatIsNoEntry(AllowlistKind kind, String entry) {
        assertThatThrownBy(() -> RunTime.NONE.allowing(kind, entry)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overridingShouldHoldForThatDomainUntilItIsReset() {
        Settings said = file("<policy><onFail>accept</onFail></policy>");
        RunTime changed = RunTime.NONE.overriding(LOCAL, "policy.onFail", List.of("reject"));

        assertThat(changed.over(said).forDomain(LOCAL).policy().action(Status.FAIL))
                .isEqualTo(Action.REJECT);
        assertThat(onFail(changed.over(said))).isEqualTo(Action.ACCEPT);
        assertThat(changed.resetting(LOCAL).over(said).forDomain(LOCAL).policy().action(Status.FAIL))
                .isEqualTo(Action.ACCEPT);
    }

    @ParameterizedTest
    @CsvSource({"policy.onFail, maybe", "policy.onError, reject", "callout.port, 26", "nonsense, 1"})
    void overShouldRefuseWhatNoDomainCanHave(String path, String value) {
        RunTime changed = RunTime.NONE.overriding(LOCAL, path, List.of(value));

        assertThatThrownBy(() -> changed.over(file("")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(path);
    }

    @Test
    void overShouldTakeValuesThatGoTogetherWhateverTheirOrder() {
        Settings said = file("<policy><onFail>reject</onFail><helpUrl>https://help.example</helpUrl>"
                + "<rejectText>See {help}</rejectText></policy>");
        // By itself the first of the two contradicts what the file says.
        RunTime changed = RunTime.NONE
                .overriding(LOCAL, "policy.helpUrl", List.of(""))
                .overriding(LOCAL, "policy.rejectText", List.of("Go away"));
        List<String> leftOut = new ArrayList<>();

        assertThat(changed.over(said).forDomain(LOCAL).get(Keys.HELP_URL)).isEmpty();
        assertThat(RunTime.of(changed.named(), said, leftOut).named()).isEqualTo(changed.named());
        assertThat(leftOut).isEmpty();
    }

    @Test
    void ofShouldLeaveOutTheOneValueThatContradictsTheFile() {
        Settings said = file("<policy><onFail>reject</onFail></policy>");
        RunTime changed = RunTime.NONE
                .overriding(LOCAL, "policy.onTransient", List.of("accept"))
                .overriding(LOCAL, "policy.rejectText", List.of("See {help}"));
        List<String> leftOut = new ArrayList<>();

        RunTime read = RunTime.of(changed.named(), said, leftOut);

        assertThat(read.named()).containsOnlyKeys("domain local.example policy.onTransient");
        assertThat(leftOut).singleElement().asString().contains("policy.rejectText", "policy.helpUrl");
    }

    @Test
    void namedShouldBeReadBackAsItWas() {
        RunTime changed = RunTime.NONE
                .enforcing(Enforcement.MONITOR)
                .allowing(AllowlistKind.NETWORK, "2001:db8::/32")
                .overriding(LOCAL, "policy.allowlist.domain", List.of("a.example", "b.example"));
        List<String> leftOut = new ArrayList<>();

        RunTime read = RunTime.of(changed.named(), file(""), leftOut);

        assertThat(read.named()).isEqualTo(changed.named());
        assertThat(leftOut).isEmpty();
    }

    @Test
    void ofShouldLeaveOutWhatItCannotReadAndPassOverWhatIsNotItsOwn() {
        List<String> leftOut = new ArrayList<>();

        RunTime read = RunTime.of(
                Map.of(
                        "enforcement", "sometimes",
                        "allow domain a.example", "",
                        "allow planet mars", "",
                        "domain local.example", "cut off",
                        "domain local.example policy.gone", "1",
                        "pin jo@remote.example", "pass"),
                file(""),
                leftOut);

        assertThat(read.named()).containsOnlyKeys("allow domain a.example");
        assertThat(leftOut).hasSize(4).anyMatch(line -> line.startsWith("enforcement=sometimes: "));
    }
}
