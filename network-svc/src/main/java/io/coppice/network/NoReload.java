package io.coppice.network;

import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.network.host.Reload;
import io.coppice.servicekit.task.Progress;
import java.nio.file.Path;

/** The files are not this host's: they can be changed, and nothing is applied. */
final class NoReload implements Reload {
    private final Path root;

    NoReload(Path root) {
        this.root = root;
    }

    @Override
    public void require(Interfaces to) {
        throw Refused.conflict("the network below '" + root
                + "' is not this host's; name a network.namespace in coppice.conf to apply it there");
    }

    @Override
    public void reload(Interfaces from, Interfaces to, Progress progress) {
        progress.log("the network below '" + root + "' is not this host's; nothing is changed");
    }
}
