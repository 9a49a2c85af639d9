package io.jamescbv.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.apache.commons.net.smtp.SMTPClient;
import org.apache.commons.net.smtp.SMTPReply;

/**
 * An ordinary SMTP client (Apache Commons Net) that prints what it says and hears as {@code C:} and {@code S:} lines.
 *
 * <p>Not thread-safe.
 */
final class MailClient implements ProtocolCommandListener {
    private final PrintStream out;

    MailClient(PrintStream out) {
        this.out = out;
    }

    /** Sends a message to 127.0.0.1. Returns the last reply before QUIT: a refusal, or the receipt. */
    String send(int port, String from, String to, String subject) throws IOException {
        SMTPClient smtp = new SMTPClient("UTF-8");
        smtp.addProtocolCommandListener(this);
        smtp.setDefaultTimeout(60_000);
        smtp.connect("127.0.0.1", port);
        try {
            smtp.sendCommand("EHLO", "client.example");
            if (smtp.setSender(from) && smtp.addRecipient(to) && message(smtp, from, to, subject)) {
                smtp.completePendingCommand();
            }
            String last = smtp.getReplyString().trim();
            if (smtp.getReplyCode() != SMTPReply.SERVICE_NOT_AVAILABLE) {
                smtp.quit();
            }
            return last;
        } finally {
            smtp.disconnect();
        }
    }

    private boolean message(SMTPClient smtp, String from, String to, String subject) throws IOException {
        String text = "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\n\r\nHello.\r\n";
        try (Writer data = smtp.sendMessageData()) {
            if (data == null) {
                return false;
            }
            print("C: ", text);
            data.write(text);
        }
        print("C: ", ".");
        return true;
    }

    @Override
    public void protocolCommandSent(ProtocolCommandEvent event) {
        print("C: ", event.getMessage());
    }

    @Override
    public void protocolReplyReceived(ProtocolCommandEvent event) {
        print("S: ", event.getMessage());
    }

    private void print(String who, String lines) {
        lines.lines().forEach(line -> out.println("  " + who + line));
    }
}
