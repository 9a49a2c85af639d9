package io.jamescbv.demo;

import io.jamescbv.testing.ForkedJames;
import io.jamescbv.testing.FreePorts;
import io.jamescbv.testing.JamesAdmin;
import io.jamescbv.testing.JamesHome;
import io.jamescbv.testing.TestDns;
import java.io.IOException;
import java.util.List;
import org.subethamail.smtp.RejectException;

/**
 * The world that is called back: pretend zones in a DNS server, and for each domain a real SMTP server on a loopback
 * address of its own, all on one port. One of them is another James, which knows nothing of us.
 *
 * <p>Thread-safe.
 */
final class World implements AutoCloseable {
    /** The one user of the other James. */
    static final String REAL = "anna@town.example";

    private static final String TOWN = "127.0.0.2";
    private static final String HARBOUR = "127.0.0.3";
    private static final String GREY = "127.0.0.4";
    private static final String DOWN = "127.0.0.5";

    private final int port = FreePorts.next(TOWN, HARBOUR, GREY, DOWN);
    private final TestDns dns;
    private final CalledBackServer harbour;
    private final CalledBackServer grey;
    private final JamesHome townHome;
    private final ForkedJames town;

    private World() throws IOException {
        dns = TestDns.start("127.0.0.1", 0)
                .add(
                        "town.example. 60 IN MX 10 mx.town.example.",
                        "mx.town.example. 60 IN A " + TOWN,
                        "harbour.example. 60 IN MX 10 mx.harbour.example.",
                        "mx.harbour.example. 60 IN A " + HARBOUR,
                        "grey.example. 60 IN MX 10 mx.grey.example.",
                        "mx.grey.example. 60 IN A " + GREY,
                        "down.example. 60 IN MX 10 mx.down.example.",
                        "mx.down.example. 60 IN A " + DOWN,
                        "nomail.example. 60 IN MX 0 .");
        harbour = CalledBackServer.start("mx.harbour.example", HARBOUR, port, World::onlyMia);
        grey = CalledBackServer.start("mx.grey.example", GREY, port, World::later);
        townHome = JamesHome.in(Built.WORK.resolve("other-james"))
                .defaultDomain("town.example")
                .heloName("mx.town.example")
                .smtp(port, TOWN)
                .withoutImap()
                .write();
        town = ForkedJames.launch(Built.JAMES, townHome.folder());
    }

    /** Starts everything; the other James is up only after {@link #awaitStarted}. */
    static World start() throws IOException {
        return new World();
    }

    World awaitStarted() throws IOException, InterruptedException {
        town.awaitStarted();
        JamesAdmin admin = new JamesAdmin(townHome.webAdminPort());
        admin.createDomain("town.example");
        admin.createUser(REAL, "secret");
        return this;
    }

    private static void onlyMia(String address) throws RejectException {
        if (!address.equals("mia@harbour.example")) {
            throw new RejectException(550, "5.1.1 <" + address + ">: no such mailbox");
        }
    }

    private static void later(String address) throws RejectException {
        throw new RejectException(451, "4.7.1 Greylisted, please come back in five minutes");
    }

    int dnsPort() {
        return dns.port();
    }

    /** The port of all mail exchangers. */
    int mxPort() {
        return port;
    }

    /** The one that counts its connections. */
    CalledBackServer harbour() {
        return harbour;
    }

    /** Who is there, a line each. */
    List<String> describe() {
        return List.of(
                "DNS                 127.0.0.1:" + dns.port() + "  (dig @127.0.0.1 -p " + dns.port()
                        + " town.example MX)",
                "town.example        " + TOWN + ":" + port + "  a second James 3.8.1; " + REAL + " exists",
                "harbour.example     " + HARBOUR + ":" + port + "  SubEthaSMTP; mia@harbour.example exists",
                "grey.example        " + GREY + ":" + port + "  SubEthaSMTP; greylists everyone (451 4.7.1)",
                "down.example        " + DOWN + ":" + port + "  nobody listens",
                "nomail.example      null MX (RFC 7505): takes no mail");
    }

    @Override
    public void close() {
        town.close();
        grey.close();
        harbour.close();
        dns.close();
    }
}
