package io.coppice.metrics.server;

import io.coppice.contract.metrics.ServerKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A metric server.
 *
 * @param options as the section has them; what is not there has its default
 * @param token what it knows its clients by
 */
public record Definition(String id, ServerKind kind, Map<String, String> options, Optional<String> token) {
    public Definition {
        options = Map.copyOf(options);
    }

    public String text(String option, String otherwise) {
        return options.getOrDefault(option, otherwise);
    }

    public int number(String option, int otherwise) {
        String text = options.getOrDefault(option, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    public boolean isOn(String option, boolean otherwise) {
        return text(option, otherwise ? "1" : "0").equals("1");
    }

    public boolean isDisabled() {
        return isOn("disable", false);
    }

    public String host() {
        return text("server", "");
    }

    public int port() {
        return number("port", 0);
    }

    /** How long to wait for it; a second at least. */
    public Duration timeout() {
        return Duration.ofSeconds(Math.max(1, number("timeout", 1)));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return kind.label() + " " + id + " " + options;
    }
}
