package io.jamescbv.interop;

import io.jamescbv.engine.CalloutEngine;
import io.jamescbv.engine.Question;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.config.Key;
import io.jamescbv.engine.config.Keys;
import io.jamescbv.engine.config.Settings;
import io.jamescbv.engine.metric.Meter;
import io.jamescbv.engine.net.Cidr;
import io.jamescbv.engine.verdict.Verdict;
import io.jamescbv.testing.TestDns;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An engine as shipped, which may call back loopback addresses and finds every domain there. Nothing that one question
 * learned serves the next.
 *
 * <p>Not thread-safe.
 */
final class Asker implements AutoCloseable {
    private final TestDns dns = TestDns.start("127.0.0.1", 0);
    private final Settings settings;
    private final List<String> dialogue = Collections.synchronizedList(new ArrayList<>());

    Asker(int port) {
        settings = Settings.defaults()
                .with(Keys.ALLOW_TARGET, List.of(Cidr.parse("127.0.0.0/8")))
                .with(Keys.PORT, port);
    }

    /** A domain with one MX there. */
    Asker domain(String name, String address) {
        dns.add(name + ". 60 IN MX 10 mx." + name + ".", "mx." + name + ". 60 IN A " + address);
        return this;
    }

    /** The verdict about an address. */
    Verdict ask(String address) throws Exception {
        return ask(settings, address, Optional.empty());
    }

    /** The same, with a sender that is used where the null reverse-path is refused. */
    Verdict askWithFallback(String address, String sender) throws Exception {
        return ask(settings, address, Optional.of(Mailbox.parse(sender)));
    }

    /** The same, with one setting changed. */
    <T> Verdict askWith(Key<T> key, T value, String address) throws Exception {
        return ask(settings.with(key, value), address, Optional.empty());
    }

    private Verdict ask(Settings by, String address, Optional<Mailbox> fallback) throws Exception {
        dialogue.clear();
        Question question =
                Question.about(Mailbox.parse(address)).withFallback(fallback).traced(dialogue::add);
        try (CalloutEngine engine = CalloutEngine.create(
                by, () -> List.of(dns.address()), () -> "mx.ours.example", Clock.systemUTC(), Meter.NONE)) {
            return engine.verify(question).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    /** A verdict as {@code fail/mailbox-unknown at RCPT: 550 5.1.1}. */
    static String brief(Verdict verdict) {
        return verdict.status().word() + "/" + verdict.reason().word() + " at "
                + verdict.stage().map(Enum::name).orElse("-") + ": " + verdict.code() + " " + verdict.enhanced();
    }

    /** The dialogue behind the last verdict, {@code C:} and {@code S:} lines. */
    List<String> dialogue() {
        return List.copyOf(dialogue);
    }

    @Override
    public void close() {
        dns.close();
    }
}
