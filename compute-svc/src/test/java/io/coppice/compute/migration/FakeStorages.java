package io.coppice.compute.migration;

import io.coppice.access.Identity;
import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.machine.Machine;
import io.coppice.contract.api.guest.CtStatusApi;
import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The storages of two nodes as maps, from volume to what is in it and the mark that it bears; the other one starts guests too. */
final class FakeStorages {
    private final Map<String, Volume> here = new TreeMap<>();
    private final Map<String, Volume> there = new TreeMap<>();
    private final Set<String> started = new TreeSet<>();
    private boolean away;

    private record Volume(String content, String mark) {}

    /** A storage of this name is the same on all nodes. */
    private static boolean shared(VolumeId volume) {
        return volume.storage().text().equals("nfs");
    }

    FakeStorages with(String volume, String content) {
        here.put(volume, new Volume(content, ""));
        return this;
    }

    FakeStorages withThere(String volume, String content) {
        there.put(volume, new Volume(content, ""));
        return this;
    }

    /** The other node does not answer any more. */
    void away() {
        away = true;
    }

    /** It does again. */
    void back() {
        away = false;
    }

    /** What it had is not there any more. */
    void lose(String volume) {
        there.remove(volume);
    }

    /** Of a volume here; empty where it bears none, or is not here. */
    String mark(String volume) {
        return Optional.ofNullable(here.get(volume)).map(Volume::mark).orElse("");
    }

    Object picture() {
        return List.of(Map.copyOf(here), Map.copyOf(there), Set.copyOf(started));
    }

    Optional<String> contentThere(String volume) {
        return Optional.ofNullable(there.get(volume)).map(Volume::content);
    }

    boolean isHere(String volume) {
        return here.containsKey(volume);
    }

    static Caller self() {
        return new Caller(
                new Identity.Internal("system:compute@pve1"), (path, privilege) -> true, new Credential.None(), "");
    }

    Migrations.Ways ways() {
        return new Migrations.Ways(new On(here), this::on, self());
    }

    Carriage carriage() {
        return new Carriage(new On(here), this::on, self());
    }

    Restarting restarting(GuestFiles<?> guests, Machine machine) {
        return new Restarting(guests, machine, this::on, self());
    }

    private Calls on(NodeName node) {
        if (away || !node.text().equals("pve2")) {
            throw new Refused(new Failure.Unavailable(node, "node '" + node + "' is out of reach"));
        }
        return new On(there);
    }

    private final class On implements Calls {
        private final Map<String, Volume> mine;

        On(Map<String, Volume> mine) {
            this.mine = mine;
        }

        @Override
        public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
            Object answer = switch (input) {
                case MovingInternalApi.OfVolume v -> placed(v.volume());
                case MovingInternalApi.OfMark m -> marking(endpoint, m);
                case MovingInternalApi.Send s -> send(s);
                case CtStatusApi.Start s -> start(s.vmid().toString());
                case MovingInternalApi.Finish f -> require(f.volume().toString(), f.mark());
                case VolumesInternalApi.Free f -> free(f);
                case VolumesInternalApi.Look l -> new VolumesInternalApi.Looked("raw");
                case VolumesInternalApi.OfGuest g ->
                    new VolumesInternalApi.Volumes(mine.keySet().stream()
                            .map(VolumeId::parse)
                            .filter(v -> v.name().startsWith(g.vmid() + "/"))
                            .toList());
                default -> throw new IllegalArgumentException(endpoint + " is nobody's");
            };
            return endpoint.output() == Void.class ? null : endpoint.output().cast(answer);
        }

        private String start(String vmid) {
            if (!started.add(vmid)) {
                throw Refused.conflict("CT " + vmid + " already running");
            }
            return "UPID";
        }

        private MovingInternalApi.Placed placed(VolumeId volume) {
            if (!mine.containsKey(volume.toString())) {
                throw Refused.notFound("volume '" + volume + "' does not exist");
            }
            return new MovingInternalApi.Placed(shared(volume), List.of(), 512);
        }

        private Object marking(Endpoint<?, ?> endpoint, MovingInternalApi.OfMark in) {
            String name = in.volume().toString();
            Volume now = mine.get(name);
            if (endpoint.equals(MovingInternalApi.UNMARK)) {
                if (now != null && now.mark().equals(in.mark())) {
                    mine.put(name, new Volume(now.content(), ""));
                }
                return true;
            }
            if (endpoint.equals(MovingInternalApi.BEGIN)) {
                if (now != null && !now.mark().equals(in.mark())) {
                    throw Refused.conflict("unable to create '" + name + "' - it exists already");
                }
                mine.putIfAbsent(name, new Volume("", in.mark()));
                return new MovingInternalApi.Begun(mine.get(name).content().length());
            }
            mine.put(name, new Volume(mine.get(name).content(), in.mark()));
            return new MovingInternalApi.Marked(512);
        }

        private MovingInternalApi.Sent send(MovingInternalApi.Send in) {
            require(in.volume().toString(), in.mark().replace("come-", "leave-"));
            String content = mine.get(in.volume().toString()).content();
            there.put(in.copy().toString(), new Volume(content, in.mark()));
            return new MovingInternalApi.Sent(in.length());
        }

        private boolean require(String volume, String mark) {
            if (!mine.containsKey(volume) || !mine.get(volume).mark().equals(mark)) {
                throw Refused.conflict("volume '" + volume + "' is not being moved by this task");
            }
            return true;
        }

        private boolean free(VolumesInternalApi.Free in) {
            String name = in.volume().toString();
            return mine.containsKey(name)
                    && in.mark().filter(mine.get(name).mark()::equals).isPresent()
                    && mine.remove(name) != null;
        }
    }
}
