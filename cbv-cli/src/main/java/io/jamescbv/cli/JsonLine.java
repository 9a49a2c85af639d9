package io.jamescbv.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.policy.AllowlistEntry;
import io.jamescbv.engine.verdict.Status;
import io.jamescbv.engine.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** An answer as one JSON object (RFC 8259) on one line: every key always, null where there is nothing to say. */
final class JsonLine {
    // ASCII alone reads the same in whatever character set the terminal or the next program has.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonLine() {}

    /** Whether a client or a sender is on the allowlist. @param on whether the allowlist is used at all */
    static String of(String subject, Optional<AllowlistEntry> entry, boolean on) {
        return object(json -> {
            json.writeStringField("subject", subject);
            json.writeBooleanField("listed", entry.isPresent());
            json.writeStringField("kind", entry.map(AllowlistEntry::kind).orElse(null));
            json.writeStringField("entry", entry.map(AllowlistEntry::value).orElse(null));
            json.writeBooleanField("allowlistOn", on);
        });
    }

    /** A verdict. */
    static String of(Mailbox address, Verdict verdict) {
        return object(json -> {
            json.writeStringField("address", address.toString());
            json.writeStringField("status", verdict.status().word());
            json.writeStringField("reason", verdict.reason().word());
            json.writeStringField("stage", verdict.stage().map(Enum::name).orElse(null));
            writeNumber(json, "code", verdict.code(), verdict.code() != 0);
            json.writeStringField("enhanced", orNull(verdict.enhanced()));
            json.writeStringField("text", orNull(verdict.text()));
            json.writeStringField("host", orNull(verdict.host()));
            json.writeStringField("source", verdict.source().word());
            writeNumber(json, "durationMillis", verdict.took().toMillis(), verdict.status() != Status.SKIPPED);
        });
    }

    private static String object(Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a writer in memory failed", e);
        }
        return line.toString();
    }

    private static void writeNumber(JsonGenerator json, String key, long value, boolean given) throws IOException {
        json.writeFieldName(key);
        if (given) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** What stands in an object. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
