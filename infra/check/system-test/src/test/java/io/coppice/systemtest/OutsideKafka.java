package io.coppice.systemtest;

import io.coppice.testkit.server.RealServer;
import io.coppice.testkit.server.ServerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A Kafka of the administrator's own: it speaks TLS with a certificate of a CA that was made here, lets in by PLAIN and by
 * SCRAM, and allows its user what docs/events.md says that is needed, and no more.
 */
final class OutsideKafka implements AutoCloseable {
    static final String PASSWORD = "a \"pass\\word\" of 7";
    private static final String USER = "coppice";
    private static final String STORE_PASSWORD = "not-a-secret";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final int port = RealServer.freePort();
    private RealServer server;

    /** @param lib the jars of a Kafka */
    OutsideKafka(Path folder, Path lib) throws Exception {
        this.folder = Files.createDirectories(folder);
        certificates();
        Path settings = Files.writeString(folder.resolve("server.properties"), settings());
        format(lib, settings);
        List<String> rest = List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                lib + "/*",
                "kafka.Kafka",
                settings.toString());
        server = RealServer.start(
                new ServerPlan(
                        "kafka",
                        port,
                        folder,
                        List.of(lib),
                        ServerPlan.javaImage(),
                        with(ServerPlan.JAVA_IN_IMAGE, rest),
                        with(java(), rest)),
                PATIENCE);
        allow();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private static List<String> with(String program, List<String> rest) {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(rest);
        return argv;
    }

    private void certificates() throws Exception {
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=a CA of a test", "-ext", "bc:c", "-keystore", "ca.p12");
        keytool("-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem", "-keystore", "ca.p12");
        keytool("-genkeypair", "-alias", "broker", "-dname", "CN=kafka", "-keystore", "broker.p12");
        keytool("-certreq", "-alias", "broker", "-file", "broker.csr", "-keystore", "broker.p12");
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-ext",
                "san=ip:127.0.0.1",
                "-infile",
                "broker.csr",
                "-outfile",
                "broker.pem",
                "-keystore",
                "ca.p12");
        keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", "-keystore", "broker.p12");
        keytool("-importcert", "-alias", "broker", "-file", "broker.pem", "-keystore", "broker.p12");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> argv =
                with(Path.of(System.getProperty("java.home"), "bin/keytool").toString(), List.of(arguments));
        argv.addAll(List.of("-storepass", STORE_PASSWORD, "-storetype", "PKCS12"));
        if (arguments[0].equals("-genkeypair")) {
            argv.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        }
        Programs.succeed(folder, argv.toArray(new String[0]));
    }

    private String settings() throws IOException {
        int controller = RealServer.freePort();
        String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\""
                + " password=\"broker-7\" user_broker=\"broker-7\"";
        return """
                process.roles=broker,controller
                node.id=1
                listeners=OUTSIDE://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=OUTSIDE://127.0.0.1:%1$d
                listener.security.protocol.map=OUTSIDE:SASL_SSL,CONTROLLER:SASL_PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=OUTSIDE
                controller.quorum.voters=1@127.0.0.1:%2$d
                listener.name.outside.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
                listener.name.controller.sasl.enabled.mechanisms=PLAIN
                sasl.mechanism.inter.broker.protocol=PLAIN
                sasl.mechanism.controller.protocol=PLAIN
                listener.name.outside.plain.sasl.jaas.config=%3$s user_%6$s=%7$s;
                listener.name.outside.scram-sha-512.sasl.jaas.config=\
                org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.controller.plain.sasl.jaas.config=%3$s;
                ssl.keystore.location=%4$s
                ssl.keystore.type=PKCS12
                ssl.keystore.password=%5$s
                ssl.truststore.location=%4$s
                ssl.truststore.type=PKCS12
                ssl.truststore.password=%5$s
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:broker
                auto.create.topics.enable=false
                log.dirs=%8$s/data
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                log.cleaner.dedupe.buffer.size=4194304
                """.formatted(
                        port,
                        controller,
                        plain,
                        folder.resolve("broker.p12"),
                        STORE_PASSWORD,
                        USER,
                        quoted(PASSWORD).replace("\\", "\\\\"),
                        folder);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void format(Path lib, Path settings) throws Exception {
        Programs.succeed(
                folder,
                java(),
                "-cp",
                lib + "/*",
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                settings.toString());
    }

    /** The user, and what docs/events.md says that it has to be allowed. */
    private void allow() throws Exception {
        ResourcePattern topics = new ResourcePattern(ResourceType.TOPIC, "coppice.", PatternType.PREFIXED);
        ResourcePattern cluster = new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL);
        List<AclBinding> all = new ArrayList<>(List.of(allow(cluster, AclOperation.DESCRIBE)));
        for (AclOperation operation :
                List.of(AclOperation.DESCRIBE, AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE)) {
            all.add(allow(topics, operation));
        }
        try (Admin admin = Admin.create(owner())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            admin.createAcls(all).all().get();
        }
    }

    private static AclBinding allow(ResourcePattern what, AclOperation operation) {
        return new AclBinding(what, new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW));
    }

    /** The settings of a client that may do everything. */
    Properties owner() {
        Properties login = new Properties();
        login.put("bootstrap.servers", "127.0.0.1:" + port);
        login.put("security.protocol", "SASL_SSL");
        login.put("sasl.mechanism", "PLAIN");
        login.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"broker\" password=\"broker-7\";");
        login.put("ssl.truststore.location", folder.resolve("ca.pem").toString());
        login.put("ssl.truststore.type", "PEM");
        return login;
    }

    /** Lines of coppice.conf, as docs/events.md has them. */
    String coppiceConf(String mechanism) throws IOException {
        return """
                kafka.bootstrap = 127.0.0.1:%d
                kafka.security.protocol = sasl_ssl
                kafka.sasl.mechanism = %s
                kafka.sasl.user = %s
                kafka.sasl.password-file = %s
                kafka.ssl.truststore = %s
                """.formatted(
                        port,
                        mechanism.toLowerCase(Locale.ROOT),
                        USER,
                        passwordFile("not the password"),
                        folder.resolve("ca.pem"));
    }

    /** Writes what the node is to log in with. */
    Path passwordFile(String password) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, password + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        server.close();
    }
}
