package io.jamescbv.benchmarks;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** What everybody writes first: a hook that waits on James' own thread, here as long as a callout of a slow target
 * takes. For comparison only. */
public class BlockingHook implements RcptHook {
    private static final long WAIT_MILLIS = 800; // as long as four replies of a slow target take

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress rcpt) {
        try {
            Thread.sleep(WAIT_MILLIS); // the thing that is measured
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return HookResult.DECLINED;
    }
}
