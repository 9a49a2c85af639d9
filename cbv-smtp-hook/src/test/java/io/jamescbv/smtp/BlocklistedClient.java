package io.jamescbv.smtp;

import java.util.Collection;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.fastfail.DNSRBLHandler;
import org.apache.james.protocols.smtp.hook.HookResult;

/** James' own DNSRBLHandler, whose DNS lists every client, and which leaves it to others what is done about it. */
public class BlocklistedClient extends DNSRBLHandler {
    public BlocklistedClient() {
        setBlacklist(new String[] {"list.example."});
    }

    @Override
    protected boolean resolve(String ip) {
        return true;
    }

    @Override
    protected Collection<String> resolveTXTRecords(String ip) {
        return List.of();
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        super.doMail(session, sender);
        return HookResult.DECLINED;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress rcpt) {
        return HookResult.DECLINED;
    }
}
