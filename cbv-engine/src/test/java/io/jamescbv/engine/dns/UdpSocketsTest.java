package io.jamescbv.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The test is the server, so that it can answer what it likes, when it likes. */
class UdpSocketsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final NioEventLoopGroup LOOPS = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));

    private final UdpSockets sockets = new UdpSockets(LOOPS.next());
    private DatagramSocket server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        server = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        server.setSoTimeout(20_000);
        port = server.getLocalPort();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Message question(int id) throws IOException {
        Message question = Message.newQuery(Record.newRecord(Name.fromString("a.example."), Type.A, DClass.IN));
        question.getHeader().setID(id);
        return question;
    }

    private CompletableFuture<byte[]> ask(int id, Duration timeout) throws IOException {
        Message question = question(id);
        return sockets.sendAndReceiveUdp(
                null, new InetSocketAddress("127.0.0.1", port), question, question.toWire(), 1280, timeout);
    }

    private DatagramPacket received() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        server.receive(packet);
        return packet;
    }

    private static byte[] octets(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private void send(byte[] octets, DatagramPacket to) throws IOException {
        server.send(new DatagramPacket(octets, octets.length, to.getSocketAddress()));
    }

    private static byte[] get(CompletableFuture<byte[]> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Test
    void answersShouldFindTheirQuestionsInWhateverOrder() throws Exception {
        CompletableFuture<byte[]> first = ask(1, LONG);
        CompletableFuture<byte[]> second = ask(65_535, LONG);
        DatagramPacket one = received();
        DatagramPacket two = received();

        send(octets(two), two);
        send(octets(one), one);

        assertThat(get(first)).isEqualTo(question(1).toWire());
        assertThat(get(second)).isEqualTo(question(65_535).toWire());
        assertThat(one.getPort()).as("one socket").isEqualTo(two.getPort());
    }

    @Test
    void packetsThatAreNoAnswerShouldBePassedOver() throws Exception {
        CompletableFuture<byte[]> answer = ask(1, LONG);
        DatagramPacket asked = received();

        send(new byte[0], asked);
        send(new byte[] {0, 1, 0}, asked);
        send(question(2).toWire(), asked);
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            byte[] forged = question(1).toWire();
            forged[3] = 3;
            stranger.send(new DatagramPacket(forged, forged.length, asked.getSocketAddress()));
        }
        send(octets(asked), asked);

        assertThat(get(answer)).isEqualTo(question(1).toWire());
    }

    @Test
    void eachSocketShouldTakeSoManyQuestionsAndNoMore() throws Exception {
        Set<Integer> ports = new HashSet<>();
        List<CompletableFuture<byte[]>> answers = new ArrayList<>();

        for (int id = 0; id < 4 * UdpSocket.MOST_QUESTIONS; id++) {
            answers.add(ask(id, LONG));
            DatagramPacket asked = received();
            ports.add(asked.getPort());
            send(octets(asked), asked);
        }
        for (CompletableFuture<byte[]> answer : answers) {
            get(answer);
        }

        assertThat(ports).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void twoQuestionsWithOneIdShouldHaveASocketEach() throws Exception {
        CompletableFuture<byte[]> first = ask(7, LONG);
        CompletableFuture<byte[]> second = ask(7, LONG);
        DatagramPacket one = received();
        DatagramPacket two = received();

        assertThat(one.getPort()).isNotEqualTo(two.getPort());
        send(octets(one), one);
        send(octets(two), two);
        get(first);
        get(second);
    }

    @Test
    void questionShouldFailWhenNoAnswerComesInTime() throws Exception {
        CompletableFuture<byte[]> answer = ask(1, Duration.ofMillis(50));

        assertThatThrownBy(() -> get(answer)).hasCauseInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void questionsShouldFailAtOnceWhenNobodyListens() throws Exception {
        server.close();

        for (int id = 0; id < 3; id++) { // the second finds the socket of the first
            CompletableFuture<byte[]> answer = ask(id, LONG);
            assertThatThrownBy(() -> get(answer))
                    .hasCauseInstanceOf(IOException.class)
                    .hasMessageNotContaining("no answer");
        }
    }
}
