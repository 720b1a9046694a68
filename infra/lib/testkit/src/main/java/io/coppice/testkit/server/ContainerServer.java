package io.coppice.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A container that shares the network of the engine's host. */
final class ContainerServer implements Server {
    private final GenericContainer<?> container;

    private ContainerServer(GenericContainer<?> container) {
        this.container = container;
    }

    /** Why there is no engine; empty where there is one. */
    static Optional<String> missing() {
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return Optional.of("there is no container engine here");
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("no container engine answers");
    }

    /** @throws RuntimeException when the image cannot be had, or the container does not start */
    static Server start(ServerPlan plan) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(plan.image()))
                .withNetworkMode("host")
                .withCreateContainerCmdModifier(create -> create.withEntrypoint())
                .withCommand(plan.inContainer().toArray(new String[0]))
                .withStartupCheckStrategy(new IsRunningStartupCheckStrategy().withTimeout(Duration.ofMinutes(1)))
                .waitingFor(new AbstractWaitStrategy() {
                    @Override
                    protected void waitUntilReady() {
                        // whoever starts it looks at its port
                    }
                });
        bind(container, plan.folder(), BindMode.READ_WRITE);
        plan.programs().forEach(folder -> bind(container, folder, BindMode.READ_ONLY));
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            throw e;
        }
        return new ContainerServer(container);
    }

    private static void bind(GenericContainer<?> container, Path folder, BindMode mode) {
        container.addFileSystemBind(folder.toString(), folder.toString(), mode);
    }

    @Override
    public boolean lives() {
        return container.isRunning();
    }

    @Override
    public String lastWords() {
        String all = container.getLogs();
        return all.substring(Math.max(0, all.length() - ProcessServer.LAST_WORDS));
    }

    @Override
    public void end() {
        container.stop();
    }

    @Override
    public String which() {
        return "container %s of the image %s"
                .formatted(container.getContainerId().substring(0, 12), container.getDockerImageName())
                .toLowerCase(Locale.ROOT);
    }
}
