package io.coppice.compute.create;

import io.coppice.contract.api.access.MembershipInternalApi;
import io.coppice.contract.word.PoolId;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;

/** What guests ask of access: pools and grants are its own to write. */
public final class Memberships {
    private final Calls calls;
    private final Caller self;

    public Memberships(Calls calls, Caller self) {
        this.calls = calls;
        this.self = self;
    }

    void join(Vmid vmid, String pool) {
        calls.call(MembershipInternalApi.JOIN, new MembershipInternalApi.Join(vmid, new PoolId(pool)), self);
    }

    void forget(Vmid vmid) {
        calls.call(MembershipInternalApi.FORGET, new MembershipInternalApi.Forget(vmid), self);
    }
}
