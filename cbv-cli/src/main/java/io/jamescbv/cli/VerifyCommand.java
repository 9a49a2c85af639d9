package io.jamescbv.cli;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.address.DomainName;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.dns.SystemDns;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.net.IpLiteral;
import io.jamescbv.engine.verdict.Verdict;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code verify ADDRESS...}: asks about all of them at once and prints their verdicts in the order given.
 *
 * <p>Not thread-safe; it lives for one command.
 */
@Command(
        name = "verify",
        description = "Asks whether these addresses exist, without sending a message.",
        mixinStandardHelpOptions = true,
        versionProvider = CbvCli.Version.class,
        sortOptions = false,
        exitCodeListHeading = "Exit status, the highest of several addresses:%n",
        exitCodeList = {
            "0:pass or skipped",
            "1:fail",
            "2:transient",
            "3:error",
            "64:the command line or cbv.xml is wrong; nobody was asked"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "What to ask about: local-part@domain.")
    private List<String> addresses;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--recipient-domain",
            paramLabel = "D",
            description = "Ask on behalf of this domain of ours: a fallbackMailfrom that is a local part is one of it.")
    private String recipientDomain;

    @Option(
            names = "--client",
            paramLabel = "IP",
            description = "The client that brought the mail: the allowlist's networks and names apply to it, and modes"
                    + " direct and both call it back.")
    private String client;

    @Option(names = "--trace", description = "Print the dialogue, too; with --json to the standard error.")
    private boolean trace;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        Settings settings = options.read();
        List<Mailbox> mailboxes = new ArrayList<>();
        addresses.forEach(address -> mailboxes.add(options.parse("ADDRESS", address, Mailbox::parse)));
        Optional<DomainName> ours = Optional.ofNullable(recipientDomain)
                .map(text -> options.parse("--recipient-domain", text, DomainName::parse));
        Optional<InetAddress> from =
                Optional.ofNullable(client).map(text -> options.parse("--client", text, IpLiteral::parse));
        try (CalloutEngine engine = CalloutEngine.create(
                settings, SystemDns::servers, VerifyCommand::machineName, Clock.systemUTC(), Meter.NONE)) {
            // As many at once as one host may be asked: no address meets a limit for the sake of the others.
            int atOnce = settings.get(Keys.PER_HOST_CONCURRENCY);
            return verify(new Verifier(engine, settings, ours, from), mailboxes, atOnce);
        }
    }

    private int verify(Verifier verifier, List<Mailbox> mailboxes, int atOnce) {
        Queue<Answer> awaited = new ArrayDeque<>();
        int exitStatus = 0;
        for (Mailbox mailbox : mailboxes) {
            if (awaited.size() == atOnce) {
                exitStatus = Math.max(exitStatus, print(awaited.remove()));
            }
            awaited.add(verifier.verify(mailbox));
        }
        while (!awaited.isEmpty()) {
            exitStatus = Math.max(exitStatus, print(awaited.remove()));
        }
        return exitStatus;
    }

    private int print(Answer answer) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter traceOut = json ? spec.commandLine().getErr() : out;
        Verdict verdict = answer.await();
        if (trace) {
            answer.dialogue().forEach(traceOut::println);
        }
        out.println(json ? JsonLine.of(answer.address(), verdict) : VerdictText.of(answer.address(), verdict));
        return ExitStatus.of(verdict.status());
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
