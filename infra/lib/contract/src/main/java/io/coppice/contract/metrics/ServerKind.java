package io.coppice.contract.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kinds of metric servers, with the options that belong to each beyond {@code server}, {@code port}, {@code disable}. */
public enum ServerKind {
    GRAPHITE("mtu path proto timeout"),
    INFLUXDB("api-path-prefix bucket influxdbproto max-body-size mtu organization timeout token verify-certificate"),
    OPENTELEMETRY("otel-compression otel-headers otel-max-body-size otel-path otel-protocol otel-resource-attributes "
            + "otel-timeout otel-verify-ssl");

    private final Set<String> options;

    ServerKind(String options) {
        this.options = Set.copyOf(List.of(("server port disable " + options).split(" ")));
    }

    /** As in {@code status.cfg}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ServerKind> of(String label) {
        return Arrays.stream(values()).filter(k -> k.label().equals(label)).findFirst();
    }

    public Set<String> options() {
        return options;
    }
}
