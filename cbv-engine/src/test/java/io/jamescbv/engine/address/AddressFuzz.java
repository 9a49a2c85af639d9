package io.jamescbv.engine.address;

import static io.jamescbv.engine.FuzzProperties.require;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whatever stands between the angle brackets of MAIL or RCPT. An input is UTF-8, or, behind an octet FF, the chars of a
 * Java string two octets each, so that half characters come too.
 */
public final class AddressFuzz {
    private static final int MAX_MESSAGE = 200;

    private AddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = text(input);
        domain(text);
        mailbox(text);
    }

    private static String text(byte[] input) {
        return input.length > 0 && input[0] == (byte) 0xff
                ? ByteBuffer.wrap(input, 1, (input.length - 1) & ~1)
                        .asCharBuffer()
                        .toString()
                : new String(input, StandardCharsets.UTF_8);
    }

    private static void domain(String text) {
        DomainName domain;
        try {
            domain = DomainName.parse(text);
        } catch (IllegalArgumentException e) {
            requireReadable(e);
            return;
        }
        String name = domain.toString();
        require(name.chars().allMatch(c -> c > ' ' && c < 0x7f), "a domain is printable ASCII", name);
        require(domain.isLiteral() || name.length() <= 253, "a domain has at most 253 characters", name);
        require(DomainName.parse(name).equals(domain), "a domain reads as itself", name);
        require(domain.isWithin(domain), "a domain is within itself", name);
    }

    private static void mailbox(String text) {
        Mailbox mailbox;
        try {
            mailbox = Mailbox.parse(text);
        } catch (IllegalArgumentException e) {
            requireReadable(e);
            return;
        }
        String printed = mailbox.toString();
        byte[] octets = printed.getBytes(StandardCharsets.UTF_8);
        require(printed.chars().noneMatch(Character::isISOControl), "no control character in an address", printed);
        require(octets.length <= 254, "an address has at most 254 octets", printed);
        require(
                mailbox.localPart().getBytes(StandardCharsets.UTF_8).length <= 64,
                "a local part has at most 64 octets",
                printed);
        require(
                new String(octets, StandardCharsets.UTF_8).equals(printed),
                "an address survives the way through a socket",
                printed);
        require(Mailbox.parse(printed).equals(mailbox), "an address reads as itself", printed);
        require(Mailbox.parse("<" + printed + ">").equals(mailbox), "an address reads as itself in a path", printed);
        require(
                mailbox.needsSmtpUtf8() == printed.chars().anyMatch(c -> c > 0x7f),
                "only a local part asks for SMTPUTF8",
                printed);
    }

    private static void requireReadable(IllegalArgumentException e) {
        String message = e.getMessage();
        require(
                message != null && !message.isEmpty() && message.length() <= MAX_MESSAGE,
                "says what is wrong",
                message);
        require(message.chars().noneMatch(Character::isISOControl), "says it in one line", message);
    }
}
