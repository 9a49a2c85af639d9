package io.jamescbv.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies in a user's INBOX, by IMAP over a plain socket of loopback.
 *
 * <p>Thread-safe; each call is a connection of its own.
 */
public final class ImapInbox {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");
    private static final Pattern LITERAL = Pattern.compile(".*BODY\\[] ?\\{(\\d+)}");
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final int port;
    private final String user;
    private final String password;

    public ImapInbox(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
    }

    /** Every message with its headers, line ends as LF, the oldest first. */
    public List<String> messages() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            readLine(in);
            command(socket, in, "LOGIN \"" + user + "\" \"" + password + "\"", null);
            List<String> selected = command(socket, in, "SELECT INBOX", null);
            List<String> messages = new ArrayList<>();
            if (selected.stream()
                    .map(EXISTS::matcher)
                    .anyMatch(found -> found.matches() && !found.group(1).equals("0"))) {
                command(socket, in, "FETCH 1:* BODY.PEEK[]", messages);
            }
            // No LOGOUT: 3.8.1 sometimes closes before it has answered it.
            return messages;
        }
    }

    private static List<String> command(Socket socket, InputStream in, String command, List<String> literals)
            throws IOException {
        socket.getOutputStream().write(("a " + command + "\r\n").getBytes(StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in); ; line = readLine(in)) {
            lines.add(line);
            Matcher literal = LITERAL.matcher(line);
            if (literals != null && literal.matches()) {
                byte[] message = in.readNBytes(Integer.parseInt(literal.group(1)));
                literals.add(new String(message, StandardCharsets.UTF_8).replace("\r\n", "\n"));
            } else if (line.startsWith("a OK")) {
                return lines;
            } else if (line.startsWith("a ")) {
                throw new IOException(line);
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the IMAP server closed");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
