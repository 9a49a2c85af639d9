package io.jamescbv.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final Instant LEARNED = Instant.parse("2030-01-01T00:00:00.123Z");
    private static final Instant UNTIL = LEARNED.plus(Duration.ofDays(7));

    private static final List<Opening> OPENINGS = List.of(
            new Opening("192.0.2.1", 7, LEARNED, LEARNED.plusSeconds(3600)),
            new Opening("2001:db8:0:0::/64", 1, LEARNED.minusSeconds(9), LEARNED.plusSeconds(60)));

    private static Verdict verdict(Reason reason) {
        return Verdict.of(reason, Scope.ADDRESS, Stage.RCPT, new SmtpReply(550, "5.1.1", List.of("no \"such\" user")))
                .withHost("mx.remote.example[192.0.2.1]")
                .learned(LEARNED, Duration.ofMillis(1234));
    }

    static Stream<Kept> records() {
        AddressRecord said = new AddressRecord(verdict(Reason.MAILBOX_UNKNOWN), UNTIL);
        Verdict byDns = Verdict.of(Reason.DOMAIN_UNKNOWN, Scope.DOMAIN, "").learned(LEARNED, Duration.ZERO);
        Verdict refused = Verdict.of(Reason.UNREACHABLE, Scope.DOMAIN, "connection refused")
                .at(Stage.CONNECT)
                .learned(LEARNED, Duration.ofMillis(1));
        DomainRecord domain = DomainRecord.nothing()
                .withTraits(DomainTraits.unknown().whoseVrfyTellsNothing().thatRefuseUnknownAddresses(), UNTIL);
        return Stream.of(
                said,
                new AddressRecord(byDns, UNTIL, LEARNED),
                new AddressRecord(refused, UNTIL),
                DomainRecord.nothing(),
                domain,
                domain.withCallout(Duration.ofMillis(120)).withNullSenderRefused(said),
                domain.withAcceptsAll(said).withVerdictForAll(new AddressRecord(refused, UNTIL)),
                DomainRecord.nothing().withOpenings(OPENINGS),
                domain.withNullSenderRefused(said).withOpenings(OPENINGS));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readShouldBringBackWhatWasWritten(Kept record) {
        assertThat(RecordCodec.read(RecordCodec.write(record)))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void readShouldKnowEveryReason(Reason reason) {
        byte[] octets = RecordCodec.write(new AddressRecord(verdict(reason), UNTIL));

        AddressRecord read = (AddressRecord) RecordCodec.read(octets).get();

        assertThat(read.verdict().reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @MethodSource("records")
    void readShouldFindNoRecordInDamagedOctets(Kept record) {
        byte[] whole = RecordCodec.write(record);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(RecordCodec.read(damaged)).as("bit %d", bit).isEmpty();
        }
        for (int length = 0; length < whole.length; length++) {
            assertThat(RecordCodec.read(Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .isEmpty();
        }
    }

    /** What the checksum does not hold back: octets of another form, and those of an attacker who can count. */
    @ParameterizedTest
    @MethodSource("records")
    void readShouldThrowNothingWhateverTheOctetsAre(Kept record) {
        Random random = new Random(7);
        byte[] whole = RecordCodec.write(record);
        for (int i = 0; i < 20_000; i++) {
            byte[] strange = Arrays.copyOf(whole, 4 + random.nextInt(whole.length + 8));
            for (int changes = random.nextInt(5); changes >= 0; changes--) {
                strange[random.nextInt(strange.length)] = (byte) random.nextInt();
            }
            sign(strange);
            RecordCodec.read(strange).ifPresent(RecordCodec::write);
        }
    }

    /** Octets that the first form wrote: it knew no breakers. */
    static Stream<Arguments> recordsOfTheFirstForm() {
        AddressRecord said = new AddressRecord(verdict(Reason.MAILBOX_UNKNOWN), UNTIL);
        return Stream.of(
                Arguments.of(
                        "AUEAAAG4/tI4e3//////////AAABuNrFtHsAAATSAA9tYWlsYm94LXVua25vd24AB0FERFJFU1MABFJDUFQCJgAFNS4xLjEA"
                                + "Dm5vICJzdWNoIiB1c2VyABxteC5yZW1vdGUuZXhhbXBsZVsxOTIuMC4yLjFdj5sGnQ==",
                        said),
                Arguments.of(
                        "AUQaAAABuP7SOHsAAAB4AAABuP7SOHt//////////wAAAbjaxbR7AAAE0gAPbWFpbGJveC11bmtub3duAAdBRERSRVNTAARS"
                                + "Q1BUAiYABTUuMS4xAA5ubyAic3VjaCIgdXNlcgAcbXgucmVtb3RlLmV4YW1wbGVbMTkyLjAuMi4xXWI3VQk=",
                        DomainRecord.nothing()
                                .withTraits(
                                        DomainTraits.unknown()
                                                .whoseVrfyTellsNothing()
                                                .thatRefuseUnknownAddresses(),
                                        UNTIL)
                                .withCallout(Duration.ofMillis(120))
                                .withNullSenderRefused(said)));
    }

    @ParameterizedTest
    @MethodSource("recordsOfTheFirstForm")
    void readShouldKnowTheFirstForm(String base64, Kept record) {
        byte[] octets = Base64.getDecoder().decode(base64);

        assertThat(octets[0]).isEqualTo((byte) 1);
        assertThat(RecordCodec.read(octets)).get().usingRecursiveComparison().isEqualTo(record);
    }

    @Test
    void readShouldFindNoRecordOfAFormYetToCome() {
        byte[] newer = RecordCodec.write(new AddressRecord(verdict(Reason.ACCEPTED), UNTIL));
        newer[0]++;
        sign(newer);

        assertThat(RecordCodec.read(newer)).isEmpty();
    }

    private static void sign(byte[] octets) {
        CRC32 crc = new CRC32();
        crc.update(octets, 0, octets.length - Integer.BYTES);
        ByteBuffer.wrap(octets).putInt(octets.length - Integer.BYTES, (int) crc.getValue());
    }
}
