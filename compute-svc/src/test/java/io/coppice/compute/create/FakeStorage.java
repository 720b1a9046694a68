package io.coppice.compute.create;

import io.coppice.access.Identity;
import io.coppice.contract.api.access.MembershipInternalApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.storage.Opening;
import io.coppice.contract.word.VolumeId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import io.coppice.servicekit.serve.Credential;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Storage and access as maps: from volume to the mark that it bears, from guest to pool. What bears another task's mark, or
 * none, is not undone.
 */
public final class FakeStorage implements Calls {
    private final Map<String, String> volumes = new TreeMap<>();
    private final Map<String, String> pools = new TreeMap<>(Map.of("101", "others"));
    private final Set<String> refused = new TreeSet<>();
    private String folder = "/images";

    /** Where its volumes lie as files. */
    public FakeStorage in(Path where) {
        folder = where.toString();
        return this;
    }

    /** One that is asked for and not there. */
    public FakeStorage without(String volume) {
        refused.add(volume);
        return this;
    }

    /** One that was there before, of nobody's making. */
    public FakeStorage with(String volume) {
        volumes.put(volume, "");
        return this;
    }

    public Object picture() {
        return List.of(Map.copyOf(volumes), Map.copyOf(pools));
    }

    public Memberships memberships() {
        return new Memberships(this, system());
    }

    public VmDisks disks() {
        return new VmDisks(this, system());
    }

    public static Caller system() {
        return new Caller(
                new Identity.Internal("system:compute@pve1"), (path, privilege) -> true, new Credential.None(), "");
    }

    @Override
    public <I extends Record, O> @Nullable O call(Endpoint<I, O> endpoint, I input, Caller onBehalfOf) {
        Object answer = switch (input) {
            case VolumesInternalApi.Allocate a -> allocate(a);
            case VolumesInternalApi.Free f -> free(f);
            case VolumesInternalApi.Keep k -> volumes.replace(k.volume().toString(), "");
            case VolumesInternalApi.Look l -> look(l);
            case VolumesInternalApi.OfVolume o
            when refused.contains(o.volume().toString()) ->
                throw Refused.notFound("volume '" + o.volume() + "' does not exist");
            case VolumesInternalApi.OfVolume o ->
                new Opening.FileOpening(folder + "/" + o.volume().name().replace('/', '-'), "raw", false, 512);
            case VolumesInternalApi.OfGuest g ->
                new VolumesInternalApi.Volumes(volumes.keySet().stream()
                        .map(VolumeId::parse)
                        .filter(v -> v.name().startsWith(g.vmid() + "/"))
                        .toList());
            case MembershipInternalApi.Join j ->
                pools.put(j.vmid().toString(), j.pool().toString());
            case MembershipInternalApi.Forget f ->
                pools.keySet().remove(f.vmid().toString());
            default -> throw new IllegalArgumentException(endpoint + " is nobody's");
        };
        return endpoint.output() == Void.class ? null : endpoint.output().cast(answer);
    }

    private static VolumesInternalApi.Looked look(VolumesInternalApi.Look look) {
        if (!look.storage().text().equals("local")) {
            throw Refused.notFound("storage '" + look.storage() + "' does not exist");
        }
        return new VolumesInternalApi.Looked(look.format().orElse("raw"));
    }

    private VolumesInternalApi.Allocated allocate(VolumesInternalApi.Allocate a) {
        VolumeId volume =
                VolumeId.parse(a.storage() + ":" + a.vmid() + "/" + a.name().orElseThrow());
        String there = volumes.putIfAbsent(volume.toString(), a.mark());
        if (there != null && !there.equals(a.mark())) {
            throw Refused.conflict("volume '" + volume + "' exists already");
        }
        return new VolumesInternalApi.Allocated(volume, a.format().orElseThrow(), a.kib() * 1024);
    }

    private boolean free(VolumesInternalApi.Free f) {
        String name = f.volume().toString();
        return f.mark().isPresent()
                ? volumes.remove(name, f.mark().get())
                : volumes.keySet().remove(name);
    }
}
