package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.NoRouteToHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * A probe under way.
 *
 * <p>Thread-safe.
 */
public final class Probe {
    private final ProbeRequest request;
    private final BooleanSupplier awaited;
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Channel channel;
    private volatile boolean shared;

    Probe(ProbeRequest request, BooleanSupplier awaited) {
        this.request = request;
        this.awaited = awaited;
    }

    /** It opens a connection of its own. */
    Probe by(ChannelFuture connecting) {
        channel = connecting.channel();
        if (connecting.isDone()) {
            settle(connecting); // without a listener: the event loop of a closed probe calls none
        } else {
            connecting.addListener(done -> settle(connecting));
        }
        return this;
    }

    private void settle(ChannelFuture connecting) {
        if (connecting.isSuccess()) {
            endWith(connecting.channel());
            return;
        }
        String text = "no connection: " + connecting.cause().getMessage();
        boolean ipv6 = request.target().getAddress() instanceof Inet6Address;
        result.complete(
                isOurs(connecting.cause(), ipv6)
                        ? ProbeResult.noWay(text)
                        : ProbeResult.unreachable(Stage.CONNECT, text));
        end(); // a channel that could not even be made (no file descriptor left) never closes
    }

    /**
     * Whether the failure is one of this machine: no route, no address, no file descriptor. "Refused", "timed out" and
     * "reset" are the other side's; "no route to host" may be either's, but for IPv6 most often tells that there is none
     * here.
     */
    static boolean isOurs(Throwable failure, boolean ipv6) {
        return !(failure instanceof ConnectException)
                && !String.valueOf(failure.getMessage()).startsWith("Connection reset") // before we knew we had one
                && (ipv6 || !(failure instanceof NoRouteToHostException));
    }

    /** It goes on with a connection whose question is answered. */
    Probe by(Channel open) {
        shared = true;
        channel = open;
        endWith(open);
        return this;
    }

    private void endWith(Channel connection) {
        connection.closeFuture().addListener(closed -> end());
    }

    void end() {
        ended.complete(null);
    }

    ProbeRequest request() {
        return request;
    }

    boolean hasResult() {
        return result.isDone();
    }

    void answer(ProbeResult outcome) {
        result.complete(outcome);
    }

    /** Whether somebody waits for this one's end, to ask the same host. */
    boolean isAwaited() {
        return awaited.getAsBoolean();
    }

    /** Whether another question was asked on its connection before. */
    public boolean isShared() {
        return shared;
    }

    /** The result, as soon as it is known; never fails. */
    public CompletionStage<ProbeResult> result() {
        return result;
    }

    /**
     * Done, after the result, when the next may ask this host: the connection is gone (QUIT is said, its reply awaited by
     * nobody), or it is offered to a question that {@link NettyProbe#ask} is given at this very moment.
     */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Ends the connection at once; without a result yet the result says so. */
    public void abort() {
        if (!ended.isDone()) { // else it may be another's by now
            channel.close();
        }
    }
}
