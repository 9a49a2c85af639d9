package io.jamescbv.testing;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a {@link ScriptedMx} says. A new script is a friendly server: it takes every sender, recipient and message.
 *
 * <pre>{@code
 * new MxScript()
 *     .banner("220 mx.remote.example ESMTP")
 *     .rcpt("nobody@remote.example", "550 5.1.1 no such user")
 *     .delay(MxStep.MAIL, Duration.ofMillis(200))
 *     .on(MxStep.QUIT, MxAnswer.reset());
 * }</pre>
 *
 * <p>A later rule for a step replaces the earlier one; rules for one recipient win over the rule for all.
 *
 * <p>Not safe for changes while a server uses it; give the server another script instead.
 */
public final class MxScript {
    private final Map<MxStep, BiFunction<MxConnection, String, MxAnswer>> rules = new EnumMap<>(MxStep.class);
    private final Map<MxStep, Duration> delays = new EnumMap<>(MxStep.class);
    private final Map<String, MxAnswer> recipients = new ConcurrentHashMap<>();
    private SslContext tls;

    /** A server that takes everything. */
    public MxScript() {
        banner("220 mx.example ESMTP").ehlo("250-mx.example", "250-PIPELINING", "250 8BITMIME");
        on(MxStep.HELO, MxAnswer.reply("250 mx.example"));
        on(MxStep.STARTTLS, MxAnswer.reply("502 5.5.1 command not implemented"));
        on(MxStep.AUTH, MxAnswer.reply("502 5.5.1 command not implemented"));
        on(MxStep.VRFY, MxAnswer.reply("252 2.5.0 send some mail, I'll try my best"));
        on(MxStep.MAIL, MxAnswer.reply("250 2.1.0 sender ok"));
        on(MxStep.RCPT, MxAnswer.reply("250 2.1.5 recipient ok"));
        on(MxStep.DATA, MxAnswer.reply("354 end with a dot"));
        on(MxStep.MESSAGE, MxAnswer.reply("250 2.6.0 message accepted"));
        on(MxStep.RSET, MxAnswer.reply("250 2.0.0 flushed"));
        on(MxStep.NOOP, MxAnswer.reply("250 2.0.0 ok"));
        on(MxStep.QUIT, MxAnswer.reply("221 2.0.0 bye").thenClose());
        on(MxStep.UNKNOWN, MxAnswer.reply("500 5.5.2 what?"));
    }

    public MxScript banner(String... lines) {
        return on(MxStep.BANNER, MxAnswer.reply(lines));
    }

    public MxScript ehlo(String... lines) {
        return on(MxStep.EHLO, MxAnswer.reply(lines));
    }

    public MxScript helo(String... lines) {
        return on(MxStep.HELO, MxAnswer.reply(lines));
    }

    public MxScript mail(String... lines) {
        return on(MxStep.MAIL, MxAnswer.reply(lines));
    }

    public MxScript vrfy(String... lines) {
        return on(MxStep.VRFY, MxAnswer.reply(lines));
    }

    /** The reply for every recipient without a rule of its own. */
    public MxScript rcpt(String line) {
        return on(MxStep.RCPT, MxAnswer.reply(line));
    }

    /** The reply for one recipient, in whatever case. */
    public MxScript rcpt(String address, String line) {
        return rcpt(address, MxAnswer.reply(line));
    }

    /** The answer for one recipient, in whatever case. */
    public MxScript rcpt(String address, MxAnswer answer) {
        recipients.put(address.toLowerCase(Locale.ROOT), answer);
        return this;
    }

    /** The reply line for each recipient, as given between the angle brackets. */
    public MxScript rcpt(Function<String, String> lineForAddress) {
        return on(
                MxStep.RCPT, (connection, line) -> MxAnswer.reply(lineForAddress.apply(MxConnection.addressIn(line))));
    }

    /** One answer for a step. */
    public MxScript on(MxStep step, MxAnswer answer) {
        return on(step, (connection, line) -> answer);
    }

    /** An answer for a step, from the connection so far and the line just received (empty for the banner). */
    public MxScript on(MxStep step, BiFunction<MxConnection, String, MxAnswer> rule) {
        rules.put(step, rule);
        return this;
    }

    /** Delays whatever is answered at a step; a delay of the answer itself comes on top. */
    public MxScript delay(MxStep step, Duration delay) {
        delays.put(step, delay);
        return this;
    }

    /** Makes STARTTLS work; announcing it in the EHLO reply remains the caller's. */
    public MxScript startTls(SslContext serverContext) {
        tls = serverContext;
        return on(
                MxStep.STARTTLS,
                (connection, line) ->
                        connection.isTls() ? MxAnswer.reply("503 5.5.1 TLS is on") : MxAnswer.reply("220 go ahead"));
    }

    SslContext tls() {
        return tls;
    }

    MxAnswer answer(MxStep step, MxConnection connection, String line) {
        MxAnswer answer = step == MxStep.RCPT
                ? recipients.get(MxConnection.addressIn(line).toLowerCase(Locale.ROOT))
                : null;
        if (answer == null) {
            answer = rules.get(step).apply(connection, line);
        }
        return answer.after(answer.delay().plus(delays.getOrDefault(step, Duration.ZERO)));
    }
}
