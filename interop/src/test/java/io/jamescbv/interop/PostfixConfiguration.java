package io.jamescbv.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@link PrivatePostfix} reads: everything in its folder and on loopback.
 *
 * <p>Not thread-safe.
 */
final class PostfixConfiguration {
    private final Path folder;
    private final List<String> settings = new ArrayList<>();
    private final List<String> mailboxes = new ArrayList<>();
    private final List<String> listeners = new ArrayList<>();

    PostfixConfiguration(Path folder) {
        this.folder = folder;
    }

    void mailbox(String address) {
        mailboxes.add(address);
    }

    /** A line of main.cf. */
    void setting(String line) {
        settings.add(line);
    }

    /** An SMTP server with settings of its own. */
    void listener(String address, int port, String... differences) {
        listeners.add(address + ":" + port + " inet n - n - - smtpd");
        Stream.of(differences).map(one -> "  -o { " + one + " }").forEach(listeners::add);
    }

    String mainCf() {
        List<String> lines = new ArrayList<>(List.of(
                "compatibility_level = 3.6",
                "queue_directory = " + folder.resolve("queue"),
                "data_directory = " + folder.resolve("data"),
                "maillog_file = " + folder.resolve("mail.log"),
                "maillog_file_prefixes = " + folder,
                "myhostname = mx.postfix.example",
                "inet_interfaces = loopback-only",
                "inet_protocols = ipv4",
                "mynetworks = 192.0.2.1/32", // loopback clients are strangers, as on the Internet
                "mydestination =",
                "local_recipient_maps =",
                "alias_maps =",
                "alias_database =",
                "virtual_mailbox_maps = inline:{ "
                        + mailboxes.stream().map(one -> one + "=there").collect(Collectors.joining(", ")) + " }",
                "smtpd_relay_restrictions = reject_unauth_destination",
                "smtpd_peername_lookup = no",
                "smtpd_tls_session_cache_database ="));
        lines.addAll(settings);
        return String.join("\n", lines) + "\n";
    }

    /** No service of it leads out: there is a queue manager, but no delivery agent. */
    String masterCf() {
        List<String> lines = new ArrayList<>(listeners);
        lines.addAll(List.of(
                "cleanup unix n - n - 0 cleanup",
                "qmgr unix n - n 300 1 qmgr", // without it every RCPT takes a second
                "tlsmgr unix - - n 1000? 1 tlsmgr",
                "rewrite unix - - n - - trivial-rewrite",
                "proxymap unix - - n - - proxymap",
                "anvil unix - - n - 1 anvil",
                "postlog unix-dgram n - n - 1 postlogd"));
        return String.join("\n", lines) + "\n";
    }
}
