package io.jamescbv.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A client's side of SMTP, line by line, for tests that talk to a server.
 *
 * <pre>{@code
 * try (SmtpDialogue smtp = SmtpDialogue.connect("127.0.0.1", 2525)) {
 *     smtp.readReply();
 *     smtp.ask("EHLO client.example");
 *     smtp.sendTogether("MAIL FROM:<a@remote.example>", "RCPT TO:<b@local.example>");
 *     smtp.readReply();
 *     assertThat(smtp.readReply().code()).isEqualTo(250);
 * }
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class SmtpDialogue implements AutoCloseable {
    private static final Duration SAFETY_NET = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;
    private final List<String> transcript = new ArrayList<>();

    private SmtpDialogue(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects, and does not read the greeting yet; a read that takes 30 s fails. */
    public static SmtpDialogue connect(String address, int port) throws IOException {
        return connect(null, address, port, SAFETY_NET);
    }

    /** Connects from a local address of the caller's choice; null for any. */
    public static SmtpDialogue connect(String from, String address, int port, Duration readTimeout) throws IOException {
        Socket socket = new Socket();
        try {
            if (from != null) {
                socket.bind(new InetSocketAddress(from, 0));
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) readTimeout.toMillis());
            socket.connect(new InetSocketAddress(address, port), (int) SAFETY_NET.toMillis());
            return new SmtpDialogue(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a line and waits for no reply. */
    public void send(String line) throws IOException {
        sendTogether(line);
    }

    /** Sends lines in one write, so that they usually travel in one packet (RFC 2920). */
    public void sendTogether(String... lines) throws IOException {
        for (String line : lines) {
            transcript.add("C: " + line);
        }
        sendBytes((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends exactly these octets, unseen by the transcript. */
    public void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends a line and reads its reply. */
    public SmtpReply ask(String line) throws IOException {
        send(line);
        return readReply();
    }

    /** Reads one reply, of one line or several. Throws EOFException if the server closed instead. */
    public SmtpReply readReply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = readLine();
            lines.add(line);
            transcript.add("S: " + line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return new SmtpReply(lines);
    }

    /** Greeting, EHLO, one message, QUIT; ends at the first reply that is a refusal and returns the last one read. */
    public SmtpReply deliver(String from, String to, String... messageLines) throws IOException {
        SmtpReply reply = readReply();
        for (String line : List.of("EHLO client.example", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA")) {
            if (reply.code() >= 400) {
                return reply;
            }
            reply = ask(line);
        }
        if (reply.code() != 354) {
            return reply;
        }
        sendTogether(messageLines);
        reply = ask(".");
        ask("QUIT");
        return reply;
    }

    /** The dialogue so far as {@code C:} and {@code S:} lines. */
    public List<String> transcript() {
        return List.copyOf(transcript);
    }

    /** True once the server has closed; waits for that, and fails with an IOException if it speaks instead. */
    public boolean awaitClose() throws IOException {
        int octet = in.read();
        if (octet >= 0) {
            throw new IOException("the server said '" + (char) octet + readLine() + "' instead of closing");
        }
        return true;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed after " + transcript);
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Closes with FIN. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Closes with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
