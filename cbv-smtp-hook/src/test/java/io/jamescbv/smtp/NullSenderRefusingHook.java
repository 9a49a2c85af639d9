package io.jamescbv.smtp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;

/** Refuses the null reverse-path, as sites do that want no bounces, and notes every MAIL that any James of this JVM hears. */
public class NullSenderRefusingHook implements MailHook {
    static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        HEARD.add("<" + sender.asString("") + ">");
        return sender.isNullSender()
                ? HookResult.builder()
                        .hookReturnCode(HookReturnCode.deny())
                        .smtpReturnCode("550")
                        .smtpDescription("5.7.1 we take no bounces")
                        .build()
                : HookResult.DECLINED;
    }
}
