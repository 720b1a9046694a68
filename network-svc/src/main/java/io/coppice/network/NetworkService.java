package io.coppice.network;

import io.coppice.contract.api.network.NetworkApi;
import io.coppice.contract.word.NodeName;
import io.coppice.network.apply.ApplyNetwork;
import io.coppice.network.apply.Applying;
import io.coppice.network.apply.Confirmations;
import io.coppice.network.file.Difference;
import io.coppice.network.file.NetworkFiles;
import io.coppice.network.host.Ifupdown2;
import io.coppice.network.host.InNamespace;
import io.coppice.network.host.Ip;
import io.coppice.network.host.IpReload;
import io.coppice.network.host.Reload;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.TaskRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class NetworkService {
    private final Definitions definitions;
    private final Applying applying;

    /**
     * What the service stands on.
     *
     * @param root of the host's files; other than {@code /} it needs a namespace to apply anything
     * @param namespace in place of the host's own network
     * @param state a folder of the service's own
     */
    public record Ground(
            NodeName here,
            TaskRunner tasks,
            Path root,
            Optional<String> namespace,
            Path state,
            Clock clock,
            Duration confirmWithin) {
        public Ground(NodeName here, TaskRunner tasks, Path root, Optional<String> namespace, Path state) {
            this(here, tasks, root, namespace, state, Clock.systemUTC(), Confirmations.TIME);
        }
    }

    public NetworkService(Ground ground, Commands host) {
        Commands commands =
                ground.namespace().<Commands>map(n -> new InNamespace(host, n)).orElse(host);
        Ip ip = new Ip(commands);
        NetworkFiles files = new NetworkFiles(ground.root());
        Confirmations confirmations = new Confirmations(ground.state(), ground.clock(), ground.confirmWithin());
        ApplyNetwork kind = new ApplyNetwork(
                files, ground.state(), ApplyNetwork.of(ip, reload(ground, commands, ip)), confirmations);
        ground.tasks().register(kind);
        this.applying = new Applying(files, ip, ground.tasks(), kind, confirmations);
        this.definitions = new Definitions(files, new Difference(host, files), ip, applying);
    }

    /** ifreload where it is there; it knows one place for its file, and one network. */
    private static Reload reload(Ground ground, Commands commands, Ip ip) {
        boolean own = ground.root().equals(Path.of("/")) && ground.namespace().isEmpty();
        if (own && Files.isExecutable(Path.of("/usr/sbin/ifreload"))) {
            return new Ifupdown2(commands);
        }
        return own || ground.namespace().isPresent() ? new IpReload(ip) : new NoReload(ground.root());
    }

    public Routes routes() {
        return new Routes()
                .serve(NetworkApi.LIST, (caller, in) -> definitions.list(in.type()))
                .serve(NetworkApi.READ, (caller, in) -> definitions.read(in.iface()))
                .serve(NetworkApi.CREATE, (caller, in) -> {
                    definitions.create(caller, in);
                    return null;
                })
                .serve(NetworkApi.UPDATE, (caller, in) -> {
                    definitions.update(caller, in);
                    return null;
                })
                .serve(NetworkApi.DELETE, (caller, in) -> {
                    definitions.delete(in.iface());
                    return null;
                })
                .serve(NetworkApi.REVERT, (caller, in) -> {
                    definitions.revert();
                    return null;
                })
                .serve(NetworkApi.APPLY, applying::start)
                .serve(NetworkApi.WAITING, (caller, in) -> applying.waiting())
                .serve(NetworkApi.CONFIRM, (caller, in) -> {
                    applying.confirm();
                    return null;
                });
    }
}
