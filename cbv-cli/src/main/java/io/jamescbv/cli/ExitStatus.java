package io.jamescbv.cli;

import io.jamescbv.engine.verdict.Status;

/** What the process tells its caller. Scripts rely on these numbers. */
final class ExitStatus {
    /** The command line or cbv.xml is wrong: EX_USAGE of sysexits.h. Nobody was asked. */
    static final int USAGE = 64;
    /** As for a verdict with the status error. */
    static final int ERROR = 3;

    private ExitStatus() {}

    /** That of one verdict; of several the highest counts. */
    static int of(Status status) {
        switch (status) {
            case PASS:
            case SKIPPED:
                return 0;
            case FAIL:
                return 1;
            case TRANSIENT:
                return 2;
            default:
                return ERROR;
        }
    }
}
