package io.jamescbv.engine;

import io.jamescbv.engine.address.AddressFuzz;
import io.jamescbv.engine.dialogue.SmtpReplyParserFuzz;
import io.jamescbv.engine.probe.ConversationFuzz;
import io.jamescbv.engine.verdict.ReplyRulesFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is fuzzed. Each target reads an input of any bytes and throws if a property does not hold; its seeds stand in the
 * folder {@code fuzz} of the test resources. {@link FuzzCorpusTest} replays them, {@link FuzzIT} goes on from there.
 */
enum FuzzTarget {
    ADDRESS(AddressFuzz.class, AddressFuzz::fuzzerTestOneInput, 512),
    REPLY_PARSER(SmtpReplyParserFuzz.class, SmtpReplyParserFuzz::fuzzerTestOneInput, 2_500),
    REPLY_RULES(ReplyRulesFuzz.class, ReplyRulesFuzz::fuzzerTestOneInput, 600),
    CONVERSATION(ConversationFuzz.class, ConversationFuzz::fuzzerTestOneInput, 600);

    private final Class<?> type;
    private final Consumer<byte[]> one;
    private final int maxLength;

    FuzzTarget(Class<?> type, Consumer<byte[]> one, int maxLength) {
        this.type = type;
        this.one = one;
        this.maxLength = maxLength;
    }

    String className() {
        return type.getName();
    }

    /** Octets of the longest input that is fuzzed; of a longer seed its beginning. */
    int maxLength() {
        return maxLength;
    }

    void run(byte[] input) {
        one.accept(input);
    }

    /** The folder of the seeds, as the build copied it. */
    Path seedFolder() {
        return resource(type.getSimpleName());
    }

    List<Path> seeds() {
        try (Stream<Path> files = Files.list(seedFolder())) {
            return files.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the folder {@code fuzz}. */
    static Path resource(String name) {
        try {
            return Path.of(FuzzTarget.class.getResource("fuzz/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
