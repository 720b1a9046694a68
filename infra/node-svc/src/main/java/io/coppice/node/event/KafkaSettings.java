package io.coppice.node.event;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Which Kafka, and how to get in.
 *
 * @param bootstrap of the administrator's own; empty for the one beside the node
 * @param login for that one
 * @param local the client settings of the one beside the node, made anew at each of its starts
 */
public record KafkaSettings(Optional<String> bootstrap, KafkaLogin login, Path local) {
    /** @throws IOException naming the setting whose file cannot be used, so that a start tells it */
    public void requireUsable() throws IOException {
        login.client();
    }

    /** Settings of a client as they are now; empty while there is no Kafka. */
    Optional<Map<String, Object>> client() throws IOException {
        if (bootstrap.isPresent()) {
            Map<String, Object> own = login.client();
            own.put("bootstrap.servers", bootstrap.get());
            return Optional.of(own);
        }
        if (!Files.exists(local)) {
            return Optional.empty();
        }
        Properties given = new Properties();
        try (Reader in = Files.newBufferedReader(local)) {
            given.load(in);
        }
        Map<String, Object> client = new HashMap<>();
        given.stringPropertyNames().forEach(k -> client.put(k, given.getProperty(k)));
        return client.isEmpty() ? Optional.empty() : Optional.of(client);
    }
}
