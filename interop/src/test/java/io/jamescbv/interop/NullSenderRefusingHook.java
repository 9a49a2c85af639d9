package io.jamescbv.interop;

import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;

/** An extension of the second James: refuses the null reverse-path, as sites do that want no bounces. */
public class NullSenderRefusingHook implements MailHook {
    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return sender.isNullSender()
                ? HookResult.builder()
                        .hookReturnCode(HookReturnCode.deny())
                        .smtpReturnCode("550")
                        .smtpDescription("5.7.1 we take no bounces")
                        .build()
                : HookResult.DECLINED;
    }
}
