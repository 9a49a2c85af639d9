package io.jamescbv.engine.probe;

import java.util.List;

/** What a {@link Conversation} wants done next. */
final class Move {
    /** Kinds of moves. */
    enum Kind {
        /** More replies of the last group are due. */
        WAIT,
        SAY,
        START_TLS,
        END
    }

    static final Move WAIT = new Move(Kind.WAIT, List.of(), null);
    static final Move START_TLS = new Move(Kind.START_TLS, List.of(), null);

    private final Kind kind;
    private final List<String> commands;
    private final ProbeResult result;

    private Move(Kind kind, List<String> commands, ProbeResult result) {
        this.kind = kind;
        this.commands = commands;
        this.result = result;
    }

    static Move say(List<String> commands) {
        return new Move(Kind.SAY, commands, null);
    }

    static Move end(ProbeResult result) {
        return new Move(Kind.END, List.of(), result);
    }

    Kind kind() {
        return kind;
    }

    /** The lines to send together, where the kind is SAY. */
    List<String> commands() {
        return commands;
    }

    /** The outcome, where the kind is END. */
    ProbeResult result() {
        return result;
    }
}
