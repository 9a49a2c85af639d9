package io.jamescbv.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSessionImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes in behind a held reply, line by line. */
class SmtpConnectionTest {
    private static final Response REPLY = new SMTPResponse("250", "OK");

    private final List<String> handledByJames = new ArrayList<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel() {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("203.0.113.9", 2525); // James takes no other kind
        }
    };
    private final SMTPSessionImpl session =
            new SMTPSessionImpl(new NettyProtocolTransport(channel, null, false), new SMTPConfigurationImpl());
    private SmtpConnection connection;
    private CompletableFuture<String> second;

    @BeforeEach
    void setUp() {
        channel.pipeline().addLast(HandlerConstants.CORE_HANDLER, new James());
        SmtpConnection.enter(session);
        connection = SmtpConnection.of(session).get();
    }

    private CompletableFuture<String> waitForAVerdict() {
        CompletableFuture<String> verdict = new CompletableFuture<>();
        waiting.incrementAndGet();
        HeldReply.until(verdict, session, connection, () -> REPLY, waiting::decrementAndGet);
        return verdict;
    }

    private void receive(String line) {
        channel.writeInbound(Unpooled.copiedBuffer(line, StandardCharsets.US_ASCII));
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }

    private void answer(CompletableFuture<String> verdict) {
        verdict.complete("verdict");
        channel.runPendingTasks();
    }

    @Test
    void linesShouldPassWhenNothingIsHeld() {
        receive("NOOP");

        assertThat(handledByJames).containsExactly("NOOP");
    }

    @Test
    void placeShouldBeTakenOnceWhenSeveralHandlersGreet() {
        SmtpConnection.enter(session);

        assertThat(SmtpConnection.of(session)).containsSame(connection);
    }

    @Test
    void linesShouldComeInOrderWhenTheReplyIsGiven() {
        CompletableFuture<String> verdict = waitForAVerdict();
        receive("one");
        channel.pipeline().fireExceptionCaught(new TooLongFrameException("two"));
        receive("three");
        assertThat(handledByJames).isEmpty();

        answer(verdict);

        assertThat((Object) channel.<ByteBuf>readOutbound()).isNotNull();
        assertThat(handledByJames).containsExactly("one", "two", "three");
        assertThat(waiting).hasValue(0);
    }

    @Test
    void brokenConnectionShouldBeKnownAtOnce() {
        waitForAVerdict();
        channel.pipeline().fireExceptionCaught(new IOException("reset"));

        assertThat(handledByJames).containsExactly("reset");
    }

    @Test
    void readingShouldPauseAtTheHundredthLineAndGoOnAfterwards() {
        CompletableFuture<String> verdict = waitForAVerdict();
        for (int i = 1; i < SmtpConnection.MAX_LINES_BEHIND; i++) {
            receive("line " + i);
        }
        assertThat(reads()).isTrue();
        receive("line 100");
        assertThat(reads()).isFalse();

        answer(verdict);

        assertThat(reads()).isTrue();
        assertThat(handledByJames)
                .isEqualTo(
                        IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i).collect(Collectors.toList()));
    }

    @Test
    void readingShouldPauseWhenFewLinesAreLong() {
        CompletableFuture<String> verdict = waitForAVerdict();
        for (int octets = 0; octets < SmtpConnection.MAX_OCTETS_BEHIND; octets += 8192) {
            assertThat(reads()).isTrue();
            receive("x".repeat(8192));
        }
        assertThat(reads()).isFalse();

        answer(verdict);
        assertThat(reads()).isTrue();
        answer(waitForAVerdict());
        assertThat(reads()).isTrue();
    }

    @Test
    void linesBeyondTheBoundShouldBeHandedOverInTurns() {
        CompletableFuture<String> verdict = waitForAVerdict();
        for (int i = 0; i < 1000; i++) {
            receive("line " + i);
        }
        verdict.complete("verdict");
        receive("last");
        channel.runPendingTasks();

        assertThat(handledByJames).hasSize(1001).endsWith("line 999", "last");
        assertThat(reads()).isTrue();
    }

    @Test
    void restShouldStayInOrderWhenALineMakesTheSessionWaitAnew() {
        CompletableFuture<String> first = waitForAVerdict();
        receive("wait");
        receive("two");
        answer(first);
        receive("three");
        assertThat(handledByJames).containsExactly("wait");

        answer(second);

        assertThat(handledByJames).containsExactly("wait", "two", "three");
    }

    @Test
    void nothingShouldBeWrittenWhenTheClientHasLeft() {
        CompletableFuture<String> verdict = waitForAVerdict();
        receive("one");
        channel.close();

        assertThat(waiting).hasValue(0);
        answer(verdict);
        assertThat((Object) channel.<ByteBuf>readOutbound()).isNull();
        assertThat(handledByJames).isEmpty();
        assertThat(waiting).hasValue(0);
    }

    @Test
    void replyShouldBeGivenWhenTheVerdictFails() {
        CompletableFuture<String> verdict = waitForAVerdict();
        verdict.completeExceptionally(new IllegalStateException("a promise broken"));
        channel.runPendingTasks();

        assertThat((Object) channel.<ByteBuf>readOutbound()).isNotNull();
        assertThat(waiting).hasValue(0);
    }

    @Test
    void waitShouldEndWhenItsThreadIsGone() throws Exception {
        EventExecutor thread = new DefaultEventExecutor();
        channel.pipeline().remove(HandlerConstants.CORE_HANDLER);
        channel.pipeline().remove(connection);
        channel.pipeline().addLast(thread, HandlerConstants.CORE_HANDLER, new James());
        thread.submit(() -> SmtpConnection.enter(session)).sync();
        connection = SmtpConnection.of(session).get();
        CompletableFuture<String> verdict = waitForAVerdict();
        thread.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();

        verdict.complete("verdict");

        assertThat(waiting).hasValue(0);
        assertThat((Object) channel.<ByteBuf>readOutbound()).isNull();
    }

    /** Stands where James handles commands; "wait" makes the session wait a second time. */
    private final class James extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf line = (ByteBuf) message;
            String text = line.toString(StandardCharsets.US_ASCII);
            handledByJames.add(text);
            line.release();
            if (text.equals("wait")) {
                second = waitForAVerdict();
            }
        }

        @Override
        @SuppressWarnings("deprecation")
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            handledByJames.add(cause.getMessage());
        }
    }
}
