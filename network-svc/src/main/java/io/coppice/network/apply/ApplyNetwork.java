package io.coppice.network.apply;

import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Links;
import io.coppice.network.file.NetworkFiles;
import io.coppice.network.host.Ip;
import io.coppice.network.host.Reload;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The task {@code srvreload}: what waits takes the file's place, and the network is brought up to it. */
public final class ApplyNetwork implements TaskKind<ApplyNetwork.Params> {
    private final NetworkFiles files;
    private final Path kept;
    private final World host;
    private final Confirmations confirmations;

    /** What runs: told for the codec, and changed. */
    public interface World extends Reload {
        Links links() throws IOException, InterruptedException;
    }

    /** @param kept where the file as it was is kept until the task has ended; the service's own */
    public ApplyNetwork(NetworkFiles files, Path kept, World host, Confirmations confirmations) {
        this.files = files;
        this.kept = kept;
        this.host = host;
        this.confirmations = confirmations;
    }

    /** @param guarded whether it goes back unless it is confirmed */
    public record Params(boolean guarded, boolean regenerateFrr) {}

    @Override
    public String type() {
        return "srvreload";
    }

    @Override
    public Class<Params> params() {
        return Params.class;
    }

    @Override
    public List<Step> steps(Params p, TaskContext me) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.step("keep the file as it is", progress -> keep(me.id()), progress -> forget(me.id())));
        steps.add(Step.step(
                "reload the network", progress -> apply(me.id(), progress), progress -> back(me.id(), progress)));
        if (p.guarded()) {
            steps.add(Step.step(
                    "wait to be confirmed",
                    progress -> confirmed(me.id(), progress),
                    progress -> confirmations.forget(me.id())));
        }
        steps.add(Step.pivot("forget the file as it was", progress -> {
            if (p.regenerateFrr()) {
                progress.log("no routing daemon is configured by this node, so there is nothing to write anew for it");
            }
            confirmations.forget(me.id());
            forget(me.id());
        }));
        return steps;
    }

    private Path before(String task) {
        return kept.resolve(task + ".before");
    }

    private Path after(String task) {
        return kept.resolve(task + ".after");
    }

    /** What comes is written first: where the file as it was is kept, both are. */
    private void keep(String task) throws IOException {
        if (Files.exists(before(task))) {
            return;
        }
        Optional<String> pending = files.readPending();
        if (pending.isPresent()) {
            NetworkFiles.write(after(task), pending.get());
        }
        NetworkFiles.write(before(task), files.readPresent());
    }

    private void forget(String task) throws IOException {
        Files.deleteIfExists(before(task));
        Files.deleteIfExists(after(task));
    }

    private void apply(String task, Progress progress) throws IOException, InterruptedException {
        String was = NetworkFiles.read(before(task)).orElse("");
        Optional<String> comes = NetworkFiles.read(after(task));
        Interfaces from = Interfaces.parse(was, host.links());
        Interfaces to = Interfaces.parse(comes.orElse(was), host.links());
        host.require(to);
        if (comes.isPresent()) {
            files.writePresent(comes.get());
            // changes that somebody made since then go on waiting
            if (files.readPending().equals(comes)) {
                files.forgetPending();
            }
        }
        host.reload(from, to, progress);
    }

    /** Only where this task's file is in force: what came after it is not touched. */
    private void back(String task, Progress progress) throws IOException, InterruptedException {
        Optional<String> was = NetworkFiles.read(before(task));
        Optional<String> came = NetworkFiles.read(after(task));
        if (was.isEmpty()) {
            return;
        }
        if (came.isPresent()) {
            String present = files.readPresent();
            if (!present.equals(came.get()) && !present.equals(was.get())) {
                progress.warn("the file of interfaces was changed by somebody else meanwhile; it stays");
                return;
            }
            if (files.readPending().isEmpty()) {
                files.writePending(came.get());
            }
            restore(was.get());
        }
        Interfaces from = Interfaces.parse(came.orElse(was.get()), host.links());
        host.reload(from, Interfaces.parse(was.get(), host.links()), progress);
    }

    private void restore(String was) throws IOException {
        if (was.isEmpty()) {
            Files.deleteIfExists(files.present());
        } else {
            files.writePresent(was);
        }
    }

    private void confirmed(String task, Progress progress) throws IOException, InterruptedException {
        progress.log("the network goes back to what it was unless the change is confirmed in time:"
                + " POST /coppice/nodes/{node}/network/confirm");
        confirmations.await(task);
        progress.log("the change is confirmed");
    }

    /** The host itself. */
    public static World of(Ip ip, Reload reload) {
        return new World() {
            @Override
            public Links links() throws IOException, InterruptedException {
                return Ip.links(ip.devices());
            }

            @Override
            public void require(Interfaces to) {
                reload.require(to);
            }

            @Override
            public void reload(Interfaces from, Interfaces to, Progress progress)
                    throws IOException, InterruptedException {
                reload.reload(from, to, progress);
            }
        };
    }
}
