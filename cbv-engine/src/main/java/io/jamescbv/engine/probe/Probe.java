package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A probe under way.
 *
 * <p>Thread-safe.
 */
public final class Probe {
    private final Channel channel;
    private final CompletableFuture<ProbeResult> result;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Probe(ChannelFuture connecting, CompletableFuture<ProbeResult> result) {
        this.channel = connecting.channel();
        this.result = result;
        if (connecting.isDone()) {
            settle(connecting); // without a listener: the event loop of a closed probe calls none
        } else {
            connecting.addListener(done -> settle(connecting));
        }
    }

    private void settle(ChannelFuture connecting) {
        if (connecting.isSuccess()) {
            channel.closeFuture().addListener(closed -> ended.complete(null));
            return;
        }
        result.complete(ProbeResult.unreachable(
                Stage.CONNECT, "no connection: " + connecting.cause().getMessage()));
        ended.complete(null); // a channel that could not even be made (no file descriptor left) never closes
    }

    /** The result, as soon as it is known; never fails. */
    public CompletionStage<ProbeResult> result() {
        return result;
    }

    /** Done when the connection is gone, which is after the result: QUIT is said, its reply awaited by nobody. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Ends the connection at once; without a result yet the result says so. */
    public void abort() {
        channel.close();
    }
}
