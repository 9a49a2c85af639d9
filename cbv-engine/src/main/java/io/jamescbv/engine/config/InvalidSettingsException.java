package io.jamescbv.engine.config;

/**
 * The configuration cannot be used. The message is for the operator: it names the file, the key, the value and the
 * remedy.
 */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message file, key, value and remedy */
    public InvalidSettingsException(String message) {
        super(message);
    }

    /** @param message file, key, value and remedy */
    public InvalidSettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
