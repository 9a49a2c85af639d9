package io.jamescbv.mailets;

import io.jamescbv.james.CallbackService;
import io.jamescbv.james.FakeHost;
import io.jamescbv.testing.MxScript;
import io.jamescbv.testing.MxStep;
import io.jamescbv.testing.ScriptedMx;
import io.jamescbv.testing.TestDns;
import java.time.Duration;

/** remote.example knows local parts that begin with "real"; slow.example does too, and takes a minute to say so. */
final class World implements AutoCloseable {
    final TestDns dns = TestDns.start("127.0.0.1", 0)
            .add(
                    "remote.example. 60 IN MX 10 mx.remote.example.",
                    "mx.remote.example. 60 IN A 127.0.0.2",
                    "slow.example. 60 IN MX 10 mx.slow.example.",
                    "mx.slow.example. 60 IN A 127.0.0.3");
    final ScriptedMx mx = ScriptedMx.start("127.0.0.2", 0, script());
    final ScriptedMx slow =
            ScriptedMx.start("127.0.0.3", mx.port(), script().delay(MxStep.BANNER, Duration.ofMinutes(1)));
    final CallbackService service;

    World(String policy) throws Exception {
        this(policy, "");
    }

    World(String policy, String domains) throws Exception {
        this("", policy, domains);
    }

    World(String callout, String policy, String domains) throws Exception {
        service = FakeHost.service("<cbv><dns><server>127.0.0.1:" + dns.port() + "</server></dns><callout>" + callout
                + "<heloName>"
                + "mx.local.example</heloName><port>" + mx.port() + "</port><allowTarget>127.0.0.0/8</allowTarget>"
                + "</callout><policy>" + policy + "</policy>" + domains + "</cbv>");
    }

    static MxScript script() {
        return new MxScript()
                .rcpt(address -> address.startsWith("real") ? "250 2.1.5 OK" : "550 5.1.1 no such user here");
    }

    @Override
    public void close() {
        service.close();
        slow.close();
        mx.close();
        dns.close();
    }
}
