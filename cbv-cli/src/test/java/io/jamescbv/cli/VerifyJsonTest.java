package io.jamescbv.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jamescbv.testing.MxAnswer;
import io.jamescbv.testing.MxStep;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerifyJsonTest {
    private static final String[] KEYS = {
        "address", "status", "reason", "stage", "code", "enhanced", "text", "host", "source", "durationMillis"
    };

    private final PretendWorld world = new PretendWorld();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private Map<String, Object> json(String address) throws IOException {
        PretendWorld.Outcome outcome = world.verify("--json", address);
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.lines()).hasSize(1);
        return object(outcome.lines().get(0));
    }

    private static Map<String, Object> object(String line) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                object.put(
                        key,
                        value == JsonToken.VALUE_NULL
                                ? null
                                : value == JsonToken.VALUE_NUMBER_INT
                                        ? (Object) parser.getLongValue()
                                        : parser.getValueAsString());
            }
            assertThat(parser.nextToken()).isNull();
        }
        return object;
    }

    @Test
    void jsonShouldHaveEveryKey() throws IOException {
        Map<String, Object> json = json("nobody@remote.example");

        assertThat(json).containsOnlyKeys(KEYS);
        assertThat(json.keySet()).containsExactly(KEYS);
        assertThat((Long) json.remove("durationMillis")).isBetween(0L, 60_000L);
        assertThat(json)
                .containsExactly(
                        entry("address", "nobody@remote.example"),
                        entry("status", "fail"),
                        entry("reason", "mailbox-unknown"),
                        entry("stage", "RCPT"),
                        entry("code", 550L),
                        entry("enhanced", "5.1.1"),
                        entry("text", "no such user"),
                        entry("host", PretendWorld.HOST),
                        entry("source", "live"));
    }

    @Test
    void jsonShouldHaveNullWhereThereWasNoDialogue() throws IOException {
        Map<String, Object> json = json("jo@nowhere.example");

        assertThat(json.keySet()).containsExactly(KEYS);
        assertThat(json)
                .contains(entry("stage", null), entry("code", null), entry("enhanced", null), entry("host", null))
                .contains(entry("text", "DNS says that nowhere.example does not exist"));
        assertThat((Long) json.get("durationMillis")).isNotNegative();
    }

    @Test
    void jsonShouldHaveNullWhereNobodyWasAsked() throws IOException {
        Map<String, Object> json = json("postmaster@remote.example");

        assertThat(json.keySet()).containsExactly(KEYS);
        assertThat(json)
                .contains(entry("status", "skipped"), entry("reason", "postmaster"), entry("source", "live"))
                .contains(entry("text", null), entry("durationMillis", null));
    }

    @Test
    void jsonShouldHaveNullWhereTheReplyHasNoEnhancedCode() throws IOException {
        world.mx.follow(PretendWorld.script().rcpt("jo@remote.example", "250 ok"));

        assertThat(json("jo@remote.example"))
                .contains(entry("code", 250L), entry("enhanced", null), entry("text", "ok"));
    }

    @Test
    void jsonShouldEscapeWhatTheRemoteSays() throws IOException {
        world.mx.follow(PretendWorld.script()
                .on(MxStep.RCPT, MxAnswer.reply("550 5.1.1 no \"such\" user\t\\ {a:\u0007\u001b[31m'b',\u00e9}")));

        assertThat((String) json("jo@remote.example").get("text"))
                .startsWith("no \"such\" user \\ {a: [31m'b',")
                .matches("[ -~]+");
    }

    @Test
    void jsonShouldBeAsciiWhateverTheAddress() throws IOException {
        String line = world.verify("--json", "\"a \\\"b\"@remote.example", "j\u00fcrgen@remote.example").out;

        assertThat(line).matches("[\\r\\n -~]+");
        assertThat(object(line.split("\\R")[0])).contains(entry("address", "\"a \\\"b\"@remote.example"));
        assertThat(object(line.split("\\R")[1])).contains(entry("address", "j\u00fcrgen@remote.example"));
    }

    @Test
    void jsonShouldBeOneLineForEachAddressInTheOrderGiven() throws IOException {
        List<String> lines = world.verify("jo@nowhere.example", "--json", "later@remote.example", "jo@remote.example")
                .lines();

        assertThat(lines).hasSize(3);
        assertThat(object(lines.get(0))).contains(entry("reason", "domain-unknown"));
        assertThat(object(lines.get(1))).contains(entry("reason", "deferred"));
        assertThat(object(lines.get(2))).contains(entry("reason", "accepted"));
    }
}
