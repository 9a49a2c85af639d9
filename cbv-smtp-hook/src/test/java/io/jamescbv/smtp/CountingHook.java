package io.jamescbv.smtp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** Notes every RCPT that any James of this JVM hears, and has no opinion of its own. */
public class CountingHook implements RcptHook {
    static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress rcpt) {
        HEARD.add("<" + sender.asString("") + "> to <" + rcpt.asString() + ">");
        return HookResult.DECLINED;
    }
}
