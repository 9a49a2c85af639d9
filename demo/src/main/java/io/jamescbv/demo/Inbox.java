package io.jamescbv.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.imap.IMAPClient;

/**
 * A user's INBOX, read by an ordinary IMAP client (Apache Commons Net).
 *
 * <p>Thread-safe; each call is a connection of its own.
 */
final class Inbox {
    private static final Pattern EXISTS = Pattern.compile("\\* (\\d+) EXISTS");

    private final int port;
    private final String password;

    Inbox(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** The headers of the newest message with this subject; empty if there is none. */
    Optional<String> find(String user, String subject) throws IOException {
        IMAPClient imap = new IMAPClient();
        imap.setDefaultTimeout(30_000);
        imap.connect("127.0.0.1", port);
        try {
            if (!imap.login(user, password) || !imap.select("INBOX")) {
                throw new IOException(imap.getReplyString());
            }
            Matcher exists = EXISTS.matcher(imap.getReplyString());
            for (int number = exists.find() ? Integer.parseInt(exists.group(1)) : 0; number > 0; number--) {
                imap.fetch(Integer.toString(number), "BODY.PEEK[HEADER]");
                String headers = imap.getReplyString();
                if (headers.contains("Subject: " + subject + "\r\n")) {
                    return Optional.of(headers);
                }
            }
            return Optional.empty();
        } finally {
            imap.disconnect();
        }
    }
}
