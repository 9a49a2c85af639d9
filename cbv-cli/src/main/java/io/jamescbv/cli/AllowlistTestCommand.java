package io.jamescbv.cli;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dns.SystemDns;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.net.IpLiteral;
import io.jamescbv.engine.policy.Allowlist;
import io.jamescbv.engine.policy.AllowlistEntry;
import io.jamescbv.engine.policy.PolicySettings;
import io.jamescbv.engine.verdict.Reason;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code allowlist test IP|ADDRESS}: says whether the allowlist of cbv.xml exempts a client or a sender, and by which entry.
 *
 * <p>Not thread-safe; it lives for one command.
 */
@Command(
        name = "test",
        description = "Says whether a client or a sender is on the allowlist, and by which entry.",
        mixinStandardHelpOptions = true,
        versionProvider = CbvCli.Version.class,
        sortOptions = false,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:on the allowlist",
            "1:not on it, or the allowlist is switched off",
            "64:the command line or cbv.xml is wrong"
        })
final class AllowlistTestCommand implements Callable<Integer> {
    private static final int LISTED = 0;
    private static final int NOT_LISTED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "IP|ADDRESS", description = "The IP address of a client, or the address of a sender.")
    private String subject;

    @Mixin
    private FileOptions options;

    @Option(
            names = "--recipient-domain",
            paramLabel = "D",
            description = "Look into what holds for mail to this domain of ours.")
    private String recipientDomain;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = options.read();
        PolicySettings policy = Optional.ofNullable(recipientDomain)
                .map(text -> settings.forDomain(options.parse("--recipient-domain", text, DomainName::parse)))
                .orElseGet(settings::global)
                .policy();
        Optional<AllowlistEntry> entry = subject.indexOf('@') >= 0
                ? policy.allowlist().entryOf(options.parse("ADDRESS", subject, Mailbox::parse))
                : entryOf(options.parse("IP", subject, IpLiteral::parse), policy.allowlist(), settings);
        boolean on = policy.excludes(Reason.ALLOWLISTED);
        spec.commandLine().getOut().println(json ? JsonLine.of(subject, entry, on) : text(entry, on));
        return entry.isPresent() && on ? LISTED : NOT_LISTED;
    }

    private String text(Optional<AllowlistEntry> entry, boolean on) {
        return subject + ": " + entry.map(found -> "listed, " + found).orElse("not listed")
                + (on ? "" : "; the allowlist is switched off (exclude allowlisted=\"false\")");
    }

    private static Optional<AllowlistEntry> entryOf(InetAddress client, Allowlist allowlist, Settings settings) {
        Optional<AllowlistEntry> byNetwork = allowlist.entryOf(client);
        if (byNetwork.isPresent() || !allowlist.hasPtr()) {
            return byNetwork; // and DNS is not asked
        }
        try (CalloutEngine engine =
                CalloutEngine.create(settings, SystemDns::servers, () -> "localhost", Clock.systemUTC(), Meter.NONE)) {
            return allowlist.entryOf(
                    engine.confirmedNames(client).toCompletableFuture().join());
        }
    }
}
