package io.coppice.network.apply;

import io.coppice.contract.api.network.NetworkApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import io.coppice.network.file.NetworkFiles;
import io.coppice.network.host.Device;
import io.coppice.network.host.Ip;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Starts to apply, one at a time; asks first where a connection may end. */
public final class Applying {
    private final NetworkFiles files;
    private final Ip ip;
    private final TaskRunner tasks;
    private final ApplyNetwork kind;
    private final Confirmations confirmations;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Upid last;

    public Applying(NetworkFiles files, Ip ip, TaskRunner tasks, ApplyNetwork kind, Confirmations confirmations) {
        this.files = files;
        this.ip = ip;
        this.tasks = tasks;
        this.kind = kind;
        this.confirmations = confirmations;
    }

    /** @throws Refused while an earlier one is under way, or where a connection may end and that was not confirmed */
    public String start(Caller caller, NetworkApi.Apply in) throws IOException, InterruptedException {
        lock.lock();
        try {
            if (confirmations.until().isPresent()
                    || last != null && tasks.awaitEnd(last, Duration.ZERO).isEmpty()) {
                throw Refused.conflict(
                        "an earlier change of the network is still being applied, or waits to be confirmed");
            }
            if (!in.confirm()) {
                Links links = Ip.links(ip.devices());
                requireNothingTaken(
                        Interfaces.parse(files.readPresent(), links),
                        Interfaces.parse(files.readNext(), links),
                        caller.client());
            }
            ApplyNetwork.Params params = new ApplyNetwork.Params(in.confirm(), in.regenerateFrr());
            last = tasks.start(kind, params, "networking", caller, Queue.none());
            return last.toString();
        } finally {
            lock.unlock();
        }
    }

    /** @throws Refused where a bridge or bond takes what carries the connection */
    public void requireNothingTaken(Interfaces from, Interfaces to, String client)
            throws IOException, InterruptedException {
        Map<String, Device> devices = ip.devices();
        Set<String> carriers = Carriers.of(ways(client), devices);
        Optional<Carriers.Taken> taken = Carriers.taken(from, to, carriers);
        if (taken.isPresent()) {
            throw Refused.badParameter(
                    "confirm",
                    "'" + taken.get().by() + "' takes '" + taken.get().iface()
                            + "', which carries the connection to this node. With confirm=1 it is done; when it is applied"
                            + " (PUT with confirm=1) the network goes back by itself unless it is confirmed within "
                            + Confirmations.TIME.toSeconds() + " s by POST /coppice/nodes/{node}/network/confirm");
        }
    }

    private List<String> ways(String client) throws IOException, InterruptedException {
        List<String> ways = new ArrayList<>();
        for (Ip.Gateway g : ip.gateways()) {
            ways.add(g.device());
        }
        if (client.matches("[0-9a-fA-F:.]{2,45}")) {
            ip.towards(client).ifPresent(ways::add);
        }
        return ways;
    }

    public NetworkApi.Waiting waiting() {
        Optional<Long> until = confirmations.until();
        return new NetworkApi.Waiting(
                until.isPresent(),
                until.isPresent() ? Optional.ofNullable(last).map(Upid::toString) : Optional.empty(),
                until.map(millis -> millis / 1000));
    }

    public void confirm() throws IOException {
        confirmations.confirm();
    }
}
