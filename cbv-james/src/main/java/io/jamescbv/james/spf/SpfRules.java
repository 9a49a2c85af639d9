package io.jamescbv.james.spf;

import io.jamescbv.engine.address.Mailbox;
import java.net.InetAddress;
import org.apache.james.jspf.core.DNSServiceEnabled;
import org.apache.james.jspf.core.MacroExpand;
import org.apache.james.jspf.core.MacroExpandEnabled;
import org.apache.james.jspf.core.SPFCheckEnabled;
import org.apache.james.jspf.core.SPFRecordParser;
import org.apache.james.jspf.executor.SynchronousSPFExecutor;
import org.apache.james.jspf.impl.DefaultTermsFactory;
import org.apache.james.jspf.impl.SPF;
import org.apache.james.jspf.parser.RFC4408SPF1Parser;
import org.apache.james.jspf.wiring.WiringServiceTable;

/**
 * The rules of SPF as jspf has them, put together as its own constructor does, but for the executor: that of 1.0.3 takes
 * an asynchronous one, which loses answers (JAMES-3920).
 *
 * <p>Thread-safe.
 */
final class SpfRules {
    private final MacroExpand macros;
    private final SPFRecordParser parser;

    SpfRules() {
        SpfAnswers none = new SpfAnswers();
        WiringServiceTable wiring = new WiringServiceTable();
        macros = new MacroExpand(none);
        wiring.put(DNSServiceEnabled.class, none);
        wiring.put(MacroExpandEnabled.class, macros);
        parser = new RFC4408SPF1Parser(new DefaultTermsFactory(wiring));
        wiring.put(SPFCheckEnabled.class, on(none)); // what "include" and "redirect" go on with
    }

    private SPF on(SpfAnswers answers) {
        return new SPF(answers, parser, macros, new SynchronousSPFExecutor(answers));
    }

    /**
     * The result in the words of RFC 7208 §2.6.
     *
     * @throws SpfAnswers.Missing for want of a record
     */
    String result(SpfAnswers answers, InetAddress client, Mailbox sender, String helo) {
        String ip = client.getHostAddress().split("%", 2)[0]; // without the interface of a link-local address
        return on(answers).checkSPF(ip, sender.toString(), helo).getResult();
    }
}
