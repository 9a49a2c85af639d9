package io.jamescbv.mailets;

import java.io.OutputStream;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;

/** A message whose store has failed since the mail was accepted. */
final class UnreadableMessage extends MimeMessage {
    UnreadableMessage() {
        super((Session) null);
    }

    @Override
    public String[] getHeader(String name) throws MessagingException {
        throw new MessagingException("the store is down");
    }

    @Override
    public void setHeader(String name, String value) throws MessagingException {
        throw new MessagingException("the store is down");
    }

    @Override
    public void writeTo(OutputStream out) throws MessagingException {
        throw new MessagingException("the store is down");
    }
}
