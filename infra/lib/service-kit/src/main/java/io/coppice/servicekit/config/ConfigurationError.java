package io.coppice.servicekit.config;

/** The configuration cannot be used; the message names the key and what would be right. */
public final class ConfigurationError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationError(String message) {
        super(message);
    }
}
