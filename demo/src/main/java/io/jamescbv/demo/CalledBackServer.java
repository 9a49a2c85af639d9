package io.jamescbv.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * A mail exchanger of software that is neither James nor ours (SubEthaSMTP), with one rule about recipients. Counts its
 * connections.
 *
 * <p>Thread-safe.
 */
final class CalledBackServer implements AutoCloseable {
    /** What a server says about one recipient. */
    interface Recipients {
        void check(String address) throws RejectException;
    }

    private final AtomicInteger connections = new AtomicInteger();
    private final String hostName;
    private final SMTPServer server;

    private CalledBackServer(String hostName, String address, int port, Recipients recipients)
            throws UnknownHostException {
        this.hostName = hostName;
        this.server = new SMTPServer.Builder()
                .hostName(hostName)
                .bindAddress(InetAddress.getByName(address))
                .port(port)
                .messageHandlerFactory(context -> new Handler(context, recipients))
                .sessionHandler(new Counter())
                .build();
    }

    static CalledBackServer start(String hostName, String address, int port, Recipients recipients)
            throws UnknownHostException {
        CalledBackServer started = new CalledBackServer(hostName, address, port, recipients);
        started.server.start();
        return started;
    }

    String hostName() {
        return hostName;
    }

    /** Connections ever accepted. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Handler implements MessageHandler {
        private final Recipients recipients;

        Handler(MessageContext context, Recipients recipients) {
            this.recipients = recipients;
        }

        @Override
        public void from(String sender) {
            // Takes every sender, the null reverse-path as well.
        }

        @Override
        public void recipient(String address) throws RejectException {
            recipients.check(address);
        }

        @Override
        public String data(InputStream message) throws IOException {
            message.readAllBytes();
            return "taken";
        }

        @Override
        public void done() {}
    }

    private final class Counter implements SessionHandler {
        @Override
        public SessionAcceptance accept(Session session) {
            connections.incrementAndGet();
            return SessionAcceptance.success();
        }

        @Override
        public void onSessionEnd(Session session) {}
    }
}
