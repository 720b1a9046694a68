package io.coppice.node.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How to get into a Kafka of the administrator's own. Files are read at each connection, so that a password can be changed
 * without a start.
 *
 * @param passwordFile holds the password of {@code user} and nothing else
 * @param truststore certificates of authorities, PEM, or PKCS#12 without a password where it ends in {@code .p12}; without
 *     it Java's own are believed
 * @param keystore this client's certificate and its key without a password, PEM
 */
public record KafkaLogin(
        Protocol protocol,
        Optional<Mechanism> mechanism,
        Optional<String> user,
        Optional<Path> passwordFile,
        Optional<Path> truststore,
        Optional<Path> keystore) {
    /** Kafka's own names. */
    public enum Protocol {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL;

        boolean hasTls() {
            return this == SSL || this == SASL_SSL;
        }

        boolean hasSasl() {
            return this == SASL_PLAINTEXT || this == SASL_SSL;
        }
    }

    /** Kafka's own names, with hyphens. */
    public enum Mechanism {
        PLAIN("plain.PlainLoginModule"),
        SCRAM_SHA_256("scram.ScramLoginModule"),
        SCRAM_SHA_512("scram.ScramLoginModule");

        private final String module;

        Mechanism(String module) {
            this.module = module;
        }

        String label() {
            return name().replace('_', '-');
        }
    }

    /** A Kafka that lets in whoever comes. */
    public static final KafkaLogin NONE = new KafkaLogin(
            Protocol.PLAINTEXT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** @throws IllegalArgumentException naming the setting that is missing, or makes no sense with the protocol */
    public KafkaLogin {
        boolean sasl = protocol.hasSasl();
        demand(sasl, "sasl.mechanism", mechanism.isPresent(), "plain, scram-sha-256 or scram-sha-512", protocol);
        demand(sasl, "sasl.user", user.isPresent(), "the user's name", protocol);
        demand(sasl, "sasl.password-file", passwordFile.isPresent(), "a file that holds the password", protocol);
        if (!protocol.hasTls() && (truststore.isPresent() || keystore.isPresent())) {
            throw new IllegalArgumentException("ssl." + (truststore.isPresent() ? "truststore" : "keystore")
                    + " is set, but security.protocol is " + label(protocol) + "; make that ssl or sasl_ssl");
        }
    }

    private static void demand(boolean needed, String key, boolean there, String what, Protocol protocol) {
        if (needed && !there) {
            throw new IllegalArgumentException(
                    key + " is missing, which security.protocol = " + label(protocol) + " needs: " + what);
        }
        if (!needed && there) {
            throw new IllegalArgumentException(key + " is set, but security.protocol is " + label(protocol)
                    + "; make that sasl_ssl or sasl_plaintext");
        }
    }

    private static String label(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** @throws IOException naming the file that cannot be read */
    Map<String, Object> client() throws IOException {
        Map<String, Object> client = new HashMap<>();
        client.put("security.protocol", protocol.name());
        if (mechanism.isPresent() && user.isPresent() && passwordFile.isPresent()) {
            client.put("sasl.mechanism", mechanism.get().label());
            client.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security." + mechanism.get().module + " required username="
                            + quoted(user.get()) + " password=" + quoted(password(passwordFile.get())) + ";");
        }
        if (truststore.isPresent()) {
            String name = readable("ssl.truststore", truststore.get()).toString();
            client.put("ssl.truststore.location", name);
            client.put("ssl.truststore.type", name.endsWith(".p12") ? "PKCS12" : "PEM");
        }
        if (keystore.isPresent()) {
            client.put(
                    "ssl.keystore.location",
                    readable("ssl.keystore", keystore.get()).toString());
            client.put("ssl.keystore.type", "PEM");
        }
        return client;
    }

    private static String password(Path file) throws IOException {
        String password = Files.readString(readable("sasl.password-file", file)).strip();
        if (password.isEmpty() || password.lines().count() > 1) {
            throw new IOException("kafka.sasl.password-file: " + file + " holds no password, or more than one line");
        }
        return password;
    }

    private static Path readable(String key, Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("kafka." + key + ": " + file + " is not there or cannot be read");
        }
        return file;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
