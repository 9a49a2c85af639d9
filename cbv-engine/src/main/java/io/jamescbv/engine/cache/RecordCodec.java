package io.jamescbv.engine.cache;

import io.jamescbv.engine.breaker.Opening;
import io.jamescbv.engine.dialogue.SmtpReply;
import io.jamescbv.engine.dialogue.Stage;
import io.jamescbv.engine.verdict.Reason;
import io.jamescbv.engine.verdict.Scope;
import io.jamescbv.engine.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Records as octets, outside the heap and in the store: the number of this form, the kind, the fields one after another,
 * and a checksum (CRC-32). Words stand for reasons and stages, so that new ones may be added in any place. Octets that
 * are damaged, or of a form yet to come, are no record, and never an exception. Times are kept to the millisecond.
 */
final class RecordCodec {
    private static final byte FORM = 2;
    /** The first form; breakers came with the second. What it has is read, for the store outlives an update. */
    private static final byte WITHOUT_BREAKERS = 1;

    private static final byte ADDRESS = 'A';
    private static final byte DOMAIN = 'D';
    private static final int CHECKSUM = Integer.BYTES;

    private static final int FOR_ALL = 1;
    private static final int NULL_SENDER_REFUSED = 2;
    private static final int ACCEPTS_ALL = 4;
    private static final int REFUSES_UNKNOWN = 8;
    private static final int VRFY_TELLS_NOTHING = 16;

    private RecordCodec() {}

    static byte[] write(Kept record) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(FORM);
            if (record instanceof DomainRecord) {
                out.writeByte(DOMAIN);
                writeDomain(out, (DomainRecord) record);
            } else {
                out.writeByte(ADDRESS);
                writeAddress(out, (AddressRecord) record);
            }
            out.writeInt(checksum(octets.toByteArray(), octets.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a field too long for its form: there is none
        }
        return octets.toByteArray();
    }

    /** The record, or empty where these are not the octets of one. */
    static Optional<Kept> read(byte[] octets) {
        int length = octets.length - CHECKSUM;
        if (length < 2 || ByteBuffer.wrap(octets).getInt(length) != checksum(octets, length)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets, 0, length))) {
            byte form = in.readByte();
            if (form < WITHOUT_BREAKERS || form > FORM) {
                return Optional.empty();
            }
            byte kind = in.readByte();
            return kind == ADDRESS
                    ? Optional.of(readAddress(in))
                    : kind == DOMAIN ? Optional.of(readDomain(in, form)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] octets, int length) {
        CRC32 crc = new CRC32();
        crc.update(octets, 0, length);
        return (int) crc.getValue();
    }

    private static void writeAddress(DataOutputStream out, AddressRecord record) throws IOException {
        Verdict verdict = record.verdict();
        out.writeLong(millis(record.until()));
        out.writeLong(millis(record.refreshFrom()));
        out.writeLong(millis(verdict.learnedAt()));
        out.writeInt((int) verdict.took().toMillis());
        out.writeUTF(verdict.reason().word());
        out.writeUTF(verdict.scope().name());
        out.writeUTF(verdict.stage().map(Stage::name).orElse(""));
        out.writeShort(verdict.code());
        out.writeUTF(verdict.enhanced());
        out.writeUTF(verdict.text());
        out.writeUTF(verdict.host());
    }

    private static AddressRecord readAddress(DataInputStream in) throws IOException {
        Instant until = instant(in.readLong());
        Instant refreshFrom = instant(in.readLong());
        Instant learnedAt = instant(in.readLong());
        Duration took = Duration.ofMillis(in.readInt());
        Reason reason = Reason.ofWord(in.readUTF());
        Scope scope = Scope.valueOf(in.readUTF());
        String stage = in.readUTF();
        int code = in.readShort();
        String enhanced = in.readUTF();
        String text = in.readUTF();
        Verdict verdict = Verdict.of(reason, scope, text);
        if (!stage.isEmpty() && code == 0) {
            verdict = verdict.at(Stage.valueOf(stage));
        } else if (!stage.isEmpty()) {
            SmtpReply reply = new SmtpReply(code, enhanced, List.of(text));
            verdict = Verdict.of(reason, scope, Stage.valueOf(stage), reply);
        }
        return new AddressRecord(verdict.withHost(in.readUTF()).learned(learnedAt, took), until, refreshFrom);
    }

    private static void writeDomain(DataOutputStream out, DomainRecord record) throws IOException {
        DomainTraits traits = record.traits(Instant.MIN);
        out.writeByte((record.forAll().isPresent() ? FOR_ALL : 0)
                | (record.nullSenderRefused().isPresent() ? NULL_SENDER_REFUSED : 0)
                | (record.acceptsAll().isPresent() ? ACCEPTS_ALL : 0)
                | (traits.refusesUnknownAddresses() ? REFUSES_UNKNOWN : 0)
                | (traits.vrfyTellsNothing() ? VRFY_TELLS_NOTHING : 0));
        out.writeLong(millis(record.traitsUntil()));
        out.writeInt((int) record.latency().toMillis());
        writeIfPresent(out, record.forAll());
        writeIfPresent(out, record.nullSenderRefused());
        writeIfPresent(out, record.acceptsAll());
        writeOpenings(out, record.openings(Instant.MIN));
    }

    private static void writeIfPresent(DataOutputStream out, Optional<AddressRecord> part) throws IOException {
        if (part.isPresent()) {
            writeAddress(out, part.get());
        }
    }

    private static DomainRecord readDomain(DataInputStream in, byte form) throws IOException {
        int parts = in.readByte();
        DomainTraits traits = DomainTraits.unknown();
        if ((parts & REFUSES_UNKNOWN) != 0) {
            traits = traits.thatRefuseUnknownAddresses();
        }
        if ((parts & VRFY_TELLS_NOTHING) != 0) {
            traits = traits.whoseVrfyTellsNothing();
        }
        DomainRecord record = DomainRecord.nothing().withTraits(traits, instant(in.readLong()));
        int latency = in.readInt();
        if (latency != 0) {
            record = record.withCallout(Duration.ofMillis(latency));
        }
        if ((parts & FOR_ALL) != 0) {
            record = record.withVerdictForAll(readAddress(in));
        }
        if ((parts & NULL_SENDER_REFUSED) != 0) {
            record = record.withNullSenderRefused(readAddress(in));
        }
        if ((parts & ACCEPTS_ALL) != 0) {
            record = record.withAcceptsAll(readAddress(in));
        }
        return form == WITHOUT_BREAKERS ? record : record.withOpenings(readOpenings(in));
    }

    private static void writeOpenings(DataOutputStream out, List<Opening> openings) throws IOException {
        out.writeByte(openings.size());
        for (Opening opening : openings) {
            out.writeUTF(opening.host());
            out.writeInt(opening.times());
            out.writeLong(millis(opening.at()));
            out.writeLong(millis(opening.until()));
        }
    }

    private static List<Opening> readOpenings(DataInputStream in) throws IOException {
        List<Opening> openings = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            openings.add(new Opening(in.readUTF(), in.readInt(), instant(in.readLong()), instant(in.readLong())));
        }
        return openings;
    }

    private static long millis(Instant time) {
        return time.equals(Instant.MAX) ? Long.MAX_VALUE : time.toEpochMilli();
    }

    private static Instant instant(long millis) {
        return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
    }
}
