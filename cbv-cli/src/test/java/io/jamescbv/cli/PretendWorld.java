package io.jamescbv.cli;

import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A DNS server, one MX host for remote.example, and the command line run in this process against both. */
final class PretendWorld implements AutoCloseable {
    static final String HOST = "mx.remote.example[127.0.0.1]";

    final ScriptedMx mx = ScriptedMx.start(
            "127.0.0.1",
            0,
            script().rcpt("nobody@remote.example", "550 5.1.1 no such user")
                    .rcpt("later@remote.example", "450 4.2.1 come back later")
                    .rcpt("blocked@remote.example", "550 5.7.1 you are on our list"));
    final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add("remote.example. 60 IN MX 10 mx.remote.example.", "mx.remote.example. 60 IN A 127.0.0.1");

    /** A server that takes every address but those that nobody can have: twenty random letters. */
    static MxScript script() {
        return new MxScript()
                .rcpt(address -> address.matches("[a-z2-7]{20}@.*") ? "550 5.1.1 nobody" : "250 2.1.5 recipient ok");
    }

    /** What a run left behind. */
    static final class Outcome {
        final int status;
        final String out;
        final String err;

        Outcome(int status, String out, String err) {
            this.status = status;
            this.out = out;
            this.err = err;
        }

        List<String> lines() {
            return List.of(out.split(System.lineSeparator()));
        }
    }

    /** Exactly these arguments. */
    static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                CbvCli.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Outcome(commandLine.execute(args), out.toString(), err.toString());
    }

    /** {@code verify} with the options that lead into this world, and these arguments. */
    Outcome verify(String... args) {
        return run(arguments(args));
    }

    String[] arguments(String... args) {
        List<String> all = new ArrayList<>(List.of("verify", "--dns", dnsServer(), "--port", "" + mx.port()));
        all.addAll(List.of("--allow-target", "127.0.0.0/8"));
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    String dnsServer() {
        return "127.0.0.1:" + dns.port();
    }

    /** A cbv.xml in this folder. */
    static String config(Path folder, String xml) throws IOException {
        return Files.writeString(folder.resolve("cbv.xml"), "<cbv>" + xml + "</cbv>")
                .toString();
    }

    @Override
    public void close() {
        mx.close();
        dns.close();
    }
}
