package io.jamescbv.engine.store;

import java.sql.SQLException;

/** A newer version of ours has written this database, and we do not touch what we may not understand. */
final class NewerSchemaException extends SQLException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(int found, int known) {
        super("it was written by a newer version of CBV (schema " + found + ", this one knows " + known
                + "); install that version again, or move the database away or name another in cache.storeFile or"
                + " cache.storeUrl");
    }
}
