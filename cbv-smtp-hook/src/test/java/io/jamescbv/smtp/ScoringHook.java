package io.jamescbv.smtp;

import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** Another filter: gives every mail the points that its client names in EHLO, as in {@code points-9.client.example}. */
public class ScoringHook implements JamesMessageHook {
    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        String helo = session.getAttachment(
                        SMTPSession.CURRENT_HELO_NAME, org.apache.james.protocols.api.ProtocolSession.State.Connection)
                .orElse("");
        if (helo.startsWith("points-")) {
            double points = Double.parseDouble(helo.substring("points-".length(), helo.indexOf('.')));
            mail.setAttribute(new Attribute(AttributeName.of("cbv.score"), AttributeValue.of(points)));
        }
        return HookResult.DECLINED;
    }
}
