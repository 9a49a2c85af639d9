package io.jamescbv.james.spf;

import io.jamescbv.engine.address.Mailbox;
import io.jamescbv.engine.dialogue.Printable;
import io.jamescbv.engine.dns.RecordType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Says whether a client may use the domain of a sender (RFC 7208). The rules run again and again, each time with one more
 * record fetched, until they lack none: no thread waits for DNS.
 *
 * <p>Thread-safe.
 */
public final class SpfCheck implements AutoCloseable {
    /** What counts as no result: DNS failed, the time was up, or there was too much to do. */
    public static final String UNKNOWN = "temperror";

    private static final String BROKEN = "permerror";
    private static final String NONE = "none";
    private static final String VERSION = "v=spf1";
    /** RFC 7208 §4.6.4 allows ten terms, with ten addresses each for "mx" and "ptr"; nobody in earnest needs half of it. */
    private static final int MAX_RECORDS = 50;
    /** RFC 7208 §3.4 advises 450 octets. The expressions of jspf are slow on long ones. */
    private static final int MAX_POLICY = 2048;

    private static final int MAX_WAITING = 1000;

    private final BiFunction<String, RecordType, CompletionStage<List<String>>> dns;
    private final Duration timeout;
    private final SpfRules rules = new SpfRules();
    /** The rules' own thread: a policy is an attacker's text, and they read it with regular expressions. */
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), SpfCheck::daemon);

    /** @param dns brings a name's records as text; empty if there are none, failed if DNS could not be asked */
    public SpfCheck(BiFunction<String, RecordType, CompletionStage<List<String>>> dns, Duration timeout) {
        this.dns = dns;
        this.timeout = timeout;
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread made = new Thread(task, "cbv-spf");
        made.setDaemon(true);
        return made;
    }

    /** The result in the words of RFC 7208 §2.6. Comes within the timeout and never fails. */
    public CompletionStage<String> check(InetAddress client, Mailbox sender, String helo) {
        if (sender.domain().isLiteral()) {
            return CompletableFuture.completedFuture(NONE);
        }
        return new Evaluation(client, sender, helo)
                .begin()
                .exceptionally(failure -> UNKNOWN)
                .toCompletableFuture()
                .completeOnTimeout(UNKNOWN, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** The rounds of one check, one after the other. */
    private final class Evaluation {
        private final InetAddress client;
        private final Mailbox sender;
        private final String helo;
        private final SpfAnswers answers = new SpfAnswers();
        private boolean tooLong;

        Evaluation(InetAddress client, Mailbox sender, String helo) {
            this.client = client;
            this.sender = sender;
            this.helo = helo;
        }

        CompletionStage<String> begin() {
            return fetch(new SpfRecord(sender.domain().toString(), RecordType.TXT))
                    .thenCompose(policy -> policy.isEmpty()
                            ? CompletableFuture.completedFuture(NONE) // jspf logs a warning for every such domain
                            : goOn());
        }

        private CompletionStage<List<String>> fetch(SpfRecord wanted) {
            return dns.apply(wanted.name(), wanted.type()).thenApply(texts -> {
                List<String> useful = texts.stream()
                        .filter(text -> wanted.type() != RecordType.TXT || isPolicy(text))
                        .map(text -> Printable.strip(text, MAX_POLICY + 1)) // jspf puts it into its log
                        .collect(Collectors.toList());
                tooLong |= useful.stream().anyMatch(text -> text.length() > MAX_POLICY);
                answers.add(wanted, useful);
                return useful;
            });
        }

        private boolean isPolicy(String text) {
            return text.toLowerCase(Locale.ROOT).startsWith(VERSION);
        }

        private CompletionStage<String> goOn() {
            if (tooLong || answers.size() > MAX_RECORDS) {
                return CompletableFuture.completedFuture(BROKEN);
            }
            CompletableFuture<CompletionStage<String>> round = new CompletableFuture<>();
            try {
                thread.execute(() -> round.complete(round()));
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(UNKNOWN);
            }
            return round.thenCompose(outcome -> outcome);
        }

        private CompletionStage<String> round() {
            try {
                return CompletableFuture.completedFuture(rules.result(answers, client, sender, helo));
            } catch (SpfAnswers.Missing missing) {
                return fetch(missing.wanted()).thenCompose(texts -> goOn());
            } catch (StackOverflowError e) { // of a regular expression, over a policy made for it
                return CompletableFuture.completedFuture(BROKEN);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
    }
}
