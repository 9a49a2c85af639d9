package io.jamescbv.engine.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/**
 * One server, whose SERVFAIL and REFUSED count as no answer, so that the next server is asked. dnsjava takes them for
 * the answer of all servers; the C library's resolver does not (resolv.conf(5)).
 */
final class DnsServer extends SimpleResolver {
    DnsServer(InetSocketAddress address) {
        super(address);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return super.sendAsync(query, executor).thenCompose(answer -> {
            int rcode = answer.getRcode();
            return rcode == Rcode.SERVFAIL || rcode == Rcode.REFUSED
                    ? CompletableFuture.failedFuture(new IOException("the server says " + Rcode.string(rcode)))
                    : CompletableFuture.completedFuture(answer);
        });
    }
}
