package io.coppice.standalone;

import io.coppice.compute.probe.Accelerators;
import io.coppice.contract.word.NodeName;
import io.coppice.network.NetworkService;
import io.coppice.node.event.KafkaLogin;
import io.coppice.servicekit.config.Configuration;
import io.coppice.servicekit.config.ConfigurationError;
import io.coppice.servicekit.config.Default;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an administrator sets for this node, in {@code DIR/coppice.conf}, {@code key = value}. Read when the node starts.
 *
 * @param accelerator what guests run on; {@code auto} tries KVM and takes it where it is real
 * @param kafka where events go
 * @param network whose network is managed
 * @param cluster where other nodes of the cluster reach this one
 */
record NodeSettings(@Default("auto") Accelerators.Choice accelerator, Kafka kafka, Network network, Cluster cluster) {
    /** @throws IOException saying what cannot be read */
    static NodeSettings read(Path file) throws IOException {
        try {
            return Configuration.read(file, NodeSettings.class);
        } catch (ConfigurationError e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param bootstrap {@code host:port,…} of a Kafka of the administrator's own; empty: the one that the command starts
     *     beside the node
     */
    record Kafka(Optional<String> bootstrap, Security security, Sasl sasl, Ssl ssl) {
        private static final Pattern SERVERS = Pattern.compile("[^\\s:,/]+:\\d{1,5}(,[^\\s:,/]+:\\d{1,5})*");

        Kafka {
            if (bootstrap.isPresent() && !SERVERS.matcher(bootstrap.get()).matches()) {
                throw new IllegalArgumentException(
                        "bootstrap is a list of host:port with commas between them, not '" + bootstrap.get() + "'");
            }
            boolean alone = login(security, sasl, ssl).equals(KafkaLogin.NONE);
            if (bootstrap.isEmpty() && !alone) {
                throw new IllegalArgumentException("bootstrap is missing; without it the Kafka beside the node is used,"
                        + " and nothing else of kafka.* is to be set");
            }
        }

        KafkaLogin login() {
            return login(security, sasl, ssl);
        }

        private static KafkaLogin login(Security security, Sasl sasl, Ssl ssl) {
            return new KafkaLogin(
                    security.protocol(),
                    sasl.mechanism(),
                    sasl.user(),
                    sasl.passwordFile(),
                    ssl.truststore(),
                    ssl.keystore());
        }
    }

    /** How the Kafka is spoken to; see {@link KafkaLogin}. */
    record Security(@Default("plaintext") KafkaLogin.Protocol protocol) {}

    record Sasl(Optional<KafkaLogin.Mechanism> mechanism, Optional<String> user, Optional<Path> passwordFile) {}

    record Ssl(Optional<Path> truststore, Optional<Path> keystore) {}

    /**
     * @param root below which {@code etc/network/interfaces} lies; other than {@code /} nothing is applied to the host
     * @param namespace a network namespace (ip-netns(8)) in place of the host's own network
     */
    record Network(@Default("/") String root, Optional<String> namespace) {
        NetworkService.Ground ground(NodeName here, TaskRunner tasks, DataFolder data) {
            return new NetworkService.Ground(here, tasks, Path.of(root), namespace, data.network());
        }
    }

    /**
     * @param port the cluster port; it is open while the node belongs to a cluster
     * @param address that others reach it at, and that it listens on; empty: the first of the host's, and it listens on all
     */
    record Cluster(@Default("8016") int port, Optional<String> address) {
        Cluster {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port is 1 to 65535, not " + port);
            }
        }

        String listensOn() throws IOException {
            return address.isPresent() ? address.get() : ThisHost.everyAddress();
        }

        /** What others are told. */
        String host() {
            try {
                return address.isPresent() ? address.get() : ThisHost.address();
            } catch (SocketException e) {
                return "127.0.0.1";
            }
        }
    }
}
