package io.coppice.systemtest;

import io.coppice.testkit.server.RealServer;
import io.coppice.testkit.server.ServerPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** A real Kafka on loopback that lets in whoever comes, and may lose all it has. */
final class PlainKafka implements AutoCloseable {
    private final Path folder;
    private final Path lib;
    private final int port = RealServer.freePort();
    private final int controller = RealServer.freePort();
    private RealServer server;

    /** @param lib the jars of a Kafka */
    PlainKafka(Path folder, Path lib) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.lib = lib;
        this.server = start();
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    Properties client() {
        Properties login = new Properties();
        login.put("bootstrap.servers", bootstrap());
        return login;
    }

    void end() {
        server.close();
    }

    /** Another one in its place, which knows nothing. */
    void beginEmpty() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        server = start();
    }

    private RealServer start() throws Exception {
        Path settings = Files.writeString(folder.resolve("server.properties"), settings());
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        List<String> program = List.of(java, "-XX:TieredStopAtLevel=1", "-cp", lib + "/*");
        List<String> format = new ArrayList<>(program);
        format.addAll(List.of("kafka.tools.StorageTool", "format", "--config", settings.toString()));
        format.addAll(List.of("--cluster-id", Uuid.randomUuid().toString()));
        Programs.succeed(folder, format.toArray(new String[0]));
        List<String> rest = List.of("-Xmx256m", "-XX:+UseSerialGC", "kafka.Kafka", settings.toString());
        List<String> run = new ArrayList<>(program);
        run.addAll(rest);
        ServerPlan plan = new ServerPlan("kafka", port, folder, List.of(lib), "", run, run);
        return RealServer.start(plan, Duration.ofMinutes(3));
    }

    private String settings() throws IOException {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                auto.create.topics.enable=false
                log.dirs=%3$s/data
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                log.cleaner.dedupe.buffer.size=4194304
                """.formatted(port, controller, folder);
    }

    @Override
    public void close() {
        server.close();
    }
}
