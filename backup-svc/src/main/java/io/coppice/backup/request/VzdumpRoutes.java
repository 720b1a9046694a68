package io.coppice.backup.request;

import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.servicekit.serve.Routes;

/** {@code /nodes/{node}/vzdump}. */
public final class VzdumpRoutes {
    private final Backups backups;
    private final Looks looks;

    public VzdumpRoutes(Backups backups, Looks looks) {
        this.backups = backups;
        this.looks = looks;
    }

    public Routes routes() {
        return new Routes()
                .rule("vzdump", Rights::requireVzdump)
                // both name what they look at only when it has been read, and ask for the rights there
                .rule("vzdumpDefaults", (caller, in) -> {})
                .rule("extractConfig", (caller, in) -> {})
                .serve(VzdumpApi.VZDUMP, backups::start)
                .serve(VzdumpApi.DEFAULTS, looks::defaults)
                .serve(VzdumpApi.EXTRACT_CONFIG, looks::config);
    }
}
