package io.jamescbv.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a {@link ScriptedMx} does at one {@link MxStep}: bytes, when they go out, and what happens to the connection.
 *
 * <pre>{@code
 * MxAnswer.reply("250-mx.example", "250 PIPELINING")   // lines exactly as they go over the wire
 * MxAnswer.reply("250 ok").after(Duration.ofSeconds(1))
 * MxAnswer.reply("421 go away").thenClose()
 * MxAnswer.reply("250 ok").dribbled(Duration.ofMillis(50))
 * MxAnswer.hang()                                       // and no later command is answered either
 * }</pre>
 *
 * <p>A reply sent before its command: give the previous step both replies, and the early step {@link #nothing()}.
 *
 * <p>Immutable.
 */
public final class MxAnswer {
    /** What becomes of the connection after the bytes. */
    enum Ending {
        CONTINUE,
        HANG,
        CLOSE,
        RESET,
        ENDLESS
    }

    private final byte[] bytes;
    private final Duration delay;
    private final Duration interval;
    private final Ending ending;

    private MxAnswer(byte[] bytes, Duration delay, Duration interval, Ending ending) {
        this.bytes = bytes;
        this.delay = delay;
        this.interval = interval;
        this.ending = ending;
    }

    /** These lines, each followed by CR LF; the hyphens of a multi-line reply are the caller's. */
    public static MxAnswer reply(String... lines) {
        return bytes((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Exactly these bytes. */
    public static MxAnswer bytes(byte[] bytes) {
        return new MxAnswer(bytes.clone(), Duration.ZERO, Duration.ZERO, Ending.CONTINUE);
    }

    /** One reply line of about {@code length} octets. */
    public static MxAnswer longLine(String start, int length) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(length + 2);
        line.writeBytes(start.getBytes(StandardCharsets.UTF_8));
        byte[] filler = new byte[Math.max(0, length - line.size())];
        Arrays.fill(filler, (byte) 'x');
        line.writeBytes(filler);
        line.writeBytes(new byte[] {'\r', '\n'});
        return bytes(line.toByteArray());
    }

    /** This line again and again, as fast as the peer reads, until the peer closes. */
    public static MxAnswer endless(String line) {
        return reply(line).ending(Ending.ENDLESS);
    }

    /** Bytes without any line end, again and again, until the peer closes. */
    public static MxAnswer endlessBytes(byte[] chunk) {
        return bytes(chunk).ending(Ending.ENDLESS);
    }

    /** No answer to this command, while later ones are answered. */
    public static MxAnswer nothing() {
        return bytes(new byte[0]);
    }

    /** No answer to this command nor to any later one; the connection stays open. */
    public static MxAnswer hang() {
        return nothing().ending(Ending.HANG);
    }

    /** Closes the connection (FIN) without a word. */
    public static MxAnswer close() {
        return nothing().thenClose();
    }

    /** Resets the connection (RST) without a word. */
    public static MxAnswer reset() {
        return nothing().ending(Ending.RESET);
    }

    /** The same, begun that much later. */
    public MxAnswer after(Duration laterBy) {
        return new MxAnswer(bytes, laterBy, interval, ending);
    }

    /** The same, one octet per interval. */
    public MxAnswer dribbled(Duration perOctet) {
        return new MxAnswer(bytes, delay, perOctet, ending);
    }

    /** The same, and then FIN. */
    public MxAnswer thenClose() {
        return ending(Ending.CLOSE);
    }

    /** The same, and then RST; the peer may lose what it had not read yet. */
    public MxAnswer thenReset() {
        return ending(Ending.RESET);
    }

    /** The same, and then silence. */
    public MxAnswer thenHang() {
        return ending(Ending.HANG);
    }

    private MxAnswer ending(Ending other) {
        return new MxAnswer(bytes, delay, interval, other);
    }

    byte[] bytes() {
        return bytes;
    }

    Duration delay() {
        return delay;
    }

    Duration interval() {
        return interval;
    }

    Ending ending() {
        return ending;
    }

    boolean startsWith(String code) {
        return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(code);
    }
}
