package io.jamescbv.engine.probe;

import io.jamescbv.engine.dialogue.Stage;

/** What a reply is the answer to. */
enum Step {
    BANNER(Stage.BANNER),
    EHLO(Stage.EHLO),
    HELO(Stage.EHLO),
    STARTTLS(Stage.STARTTLS),
    /** Ends what another question had begun. */
    RSET(Stage.MAIL),
    VRFY(Stage.VRFY),
    MAIL(Stage.MAIL),
    RCPT(Stage.RCPT),
    /** RCPT of an address that nobody has. */
    ACCEPT_ALL(Stage.RCPT),
    /** RCPT of the domain's postmaster. */
    POSTMASTER(Stage.RCPT),
    /** What was asked for a question that has its result already. */
    LEFT_OVER(Stage.MAIL);

    private final Stage stage;

    Step(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }
}
