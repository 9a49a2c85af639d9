package io.jamescbv.smtp;

import java.util.List;
import org.apache.james.protocols.api.Response;

/**
 * The reply that James thinks it gives while the real one is held: the same code, so that James' statistics stay right,
 * and no lines, so that nothing goes to the client.
 */
final class SilentReply implements Response {
    private final String code;

    SilentReply(String code) {
        this.code = code;
    }

    @Override
    public String getRetCode() {
        return code;
    }

    @Override
    public List<CharSequence> getLines() {
        return List.of();
    }

    @Override
    public boolean isEndSession() {
        return false;
    }
}
