package io.coppice.contract.api.cluster;

import static io.coppice.contract.endpoint.Endpoint.delete;
import static io.coppice.contract.endpoint.Endpoint.get;
import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/** /coppice/vmids: VM IDs that are held for who asked, until it makes the guest. */
public final class VmidsApi {
    private static final String PATH = "/coppice/vmids";

    public record None() {}

    public record Reserve(
            @Param("This one; the lowest free one where it is left out.")
            Optional<Vmid> vmid,

            @Param(value = "For how long.", min = 1, max = 3600, otherwise = "600", unit = "s")
            int term) {}

    public record One(@Param("The VM ID.") Vmid vmid) {}

    /**
     * A reservation.
     *
     * @param until when it ends by itself, at the earliest; Unix seconds
     */
    public record Reserved(int vmid, long until) {}

    @SuppressWarnings("rawtypes")
    public static final Endpoint<None, List> LIST = get(PATH, None.class, List.class)
            .summary("The caller's reservations.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    /** Needs VM.Allocate on the VM ID, as making the guest does; again by the same caller the term begins anew. */
    public static final Endpoint<Reserve, Reserved> RESERVE = post(PATH, Reserve.class, Reserved.class)
            .summary("Hold a VM ID for the caller: nobody else makes a guest of it.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final Endpoint<One, Void> RELEASE = delete(PATH + "/{vmid}", One.class, Void.class)
            .summary("Give a reservation back.")
            .allow(Guard.everyone())
            .servedBy(Service.NODE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(LIST, RESERVE, RELEASE);

    private VmidsApi() {}
}
