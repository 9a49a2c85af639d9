package io.jamescbv.smtp;

import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;

/**
 * The world that is called back: DNS, and an MX on 127.0.0.2 for every domain below remote.example. It takes local parts
 * that begin with "real", wants "later" to wait, answers "slow" only when told to, and refuses the rest.
 */
final class CalledBack implements AutoCloseable {
    final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add(
                    "*.remote.example. 60 IN MX 10 mx.remote.example.",
                    "mx.remote.example. 60 IN A 127.0.0.2",
                    "down.example. 60 IN MX 10 mx.down.example.",
                    "mx.down.example. 60 IN A 127.0.0.3",
                    "null.example. 60 IN MX 0 .");
    final ScriptedMx mx;

    CalledBack() {
        mx = ScriptedMx.start("127.0.0.2", FreePorts.next("127.0.0.2", "127.0.0.3", "127.0.0.4"), script());
    }

    /** The usual behaviour. */
    static MxScript script() {
        return new MxScript().rcpt(CalledBack::reply);
    }

    /** The same, but slow to answer any RCPT. */
    static MxScript silent() {
        return script().on(MxStep.RCPT, MxAnswer.hang());
    }

    private static String reply(String address) {
        if (address.startsWith("real")) {
            return "250 2.1.5 OK";
        }
        return address.startsWith("later") ? "451 4.3.0 come back later" : "550 5.1.1 <" + address + "> User unknown";
    }

    /** A cbv.xml that finds this world, with this policy and these keys of callout. */
    String cbvXml(String calloutKeys, String rest) {
        return "<cbv><dns><server>127.0.0.1:" + dns.port() + "</server></dns><callout>" + calloutKeys + "<port>"
                + mx.port() + "</port><allowTarget>127.0.0.0/8</allowTarget></callout>" + rest + "</cbv>";
    }

    @Override
    public void close() {
        mx.close();
        dns.close();
    }
}
