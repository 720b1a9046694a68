package io.coppice.systemtest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node that was started with the product's own command, with a folder and a port of its own. */
final class RunningNode implements AutoCloseable, Clients.Door {
    static final String PASSWORD = "first-Password-7";

    /** Most nodes under test live for a minute, in which the second compiler takes more than it brings. */
    static final Map<String, String> ENVIRONMENT =
            Map.of("JAVA_HOME", System.getProperty("java.home"), "COPPICE_JVM_OPTIONS", "-XX:TieredStopAtLevel=1");

    private static final Map<String, String> SHIPPED = Map.of("JAVA_HOME", System.getProperty("java.home"));

    private static final int LONGEST_SECONDS = 900;

    private final Path project;
    private final Path data;
    private final int port;
    private final List<String> shape;
    private final Map<String, String> environment;

    private RunningNode(Path project, Path data, int port, List<String> shape, Map<String, String> environment) {
        this.project = project;
        this.data = data;
        this.port = port;
        this.shape = shape;
        this.environment = environment;
    }

    /** Where nothing is looked for in Kafka, none is started beside the node: events wait, and nothing else does. */
    static RunningNode withoutKafka(Path data, String... shape) throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("coppice.conf"), "kafka.bootstrap = 127.0.0.1:9\n");
        return up(data, shape);
    }

    /** @param shape further options of {@code up}, such as {@code --split} */
    static RunningNode up(Path data, String... shape) throws Exception {
        // a trial of a KVM that is emulated takes a processor for ten seconds
        Path settings = Files.createDirectories(data).resolve("coppice.conf");
        Files.writeString(settings, "accelerator = tcg\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        return up(data, ENVIRONMENT, shape);
    }

    /** With the very options that it has everywhere: for what is measured. */
    static RunningNode asShipped(Path data) throws Exception {
        return up(data, SHIPPED);
    }

    private static RunningNode up(Path data, Map<String, String> environment, String... shape) throws Exception {
        int port = Ports.free();
        // the gateway's user has to get through to it
        Files.setPosixFilePermissions(data.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        RunningNode node = new RunningNode(projectRoot(), data, port, List.of(shape), environment);
        node.start();
        return node;
    }

    void start() throws Exception {
        Path password = data.resolveSibling(data.getFileName() + ".password");
        Files.writeString(password, PASSWORD);
        List<String> argv = new ArrayList<>(List.of(
                "up", "--data", data.toString(), "--port", "" + port, "--admin-password-file", password.toString()));
        argv.addAll(shape);
        coppice(argv);
    }

    void down() throws Exception {
        coppice(List.of("down", "--data", data.toString()));
    }

    /** What the product's command says about this node; it must succeed. */
    String coppice(String command) throws Exception {
        return coppice(List.of(command, "--data", data.toString()));
    }

    /** What an {@code up} with further options says, which must be refused while this node runs. */
    String refusedUp(String... options) throws Exception {
        List<String> argv =
                new ArrayList<>(List.of(project.resolve("coppice").toString(), "up", "--data", data.toString()));
        argv.addAll(List.of(options));
        Programs.Ended ended = Programs.run(project, environment, LONGEST_SECONDS, argv.toArray(new String[0]));
        if (ended.exit() == 0) {
            throw new IOException(argv + " was not refused:\n" + ended.output());
        }
        return ended.output();
    }

    /** The pid of one of the node's processes: gateway, node… */
    long pid(String process) throws IOException {
        return Long.parseLong(
                Files.readString(data.resolve("run/" + process + ".pid")).split(" ")[0]);
    }

    private String coppice(List<String> arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of(project.resolve("coppice").toString()));
        argv.addAll(arguments);
        Programs.Ended ended = Programs.run(project, environment, LONGEST_SECONDS, argv.toArray(new String[0]));
        if (ended.exit() != 0) {
            throw new IOException(arguments + " ended with " + ended.exit() + ":\n" + ended.output());
        }
        return ended.output();
    }

    @Override
    public ApiClient admin() throws Exception {
        return new ApiClient(port).login("admin@pve", PASSWORD);
    }

    ApiClient nobody() {
        return new ApiClient(port);
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(data);
    }

    /** The node's name: the host's short name. */
    String name() throws Exception {
        return admin().get("/nodes").data().get(0).path("node").asText();
    }

    @Override
    public void close() throws Exception {
        down();
        endMachines(data);
    }

    /** Virtual machines outlive their node, and would go on counting behind the tests. */
    static void endMachines(Path data) throws IOException {
        Path machines = data.resolve("run/qemu-server");
        if (!Files.isDirectory(machines)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(machines, "*.pid")) {
            for (Path file : files) {
                String pid = Files.readString(file).strip();
                Optional.of(pid).filter(p -> p.matches("\\d+")).map(Long::parseLong).flatMap(ProcessHandle::of).stream()
                        .filter(p -> p.info().command().orElse("").contains("qemu"))
                        .forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** Where the product's command lies. */
    static Path projectRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("coppice"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("the tests must run within the project");
        }
        return at;
    }
}
