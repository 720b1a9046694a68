package io.coppice.network.host;

import io.coppice.documents.interfaces.Interfaces;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;

/** Brings a running network from one file to another; both may be the same. May run again after it failed half way. */
public interface Reload {
    /**
     * What cannot be brought up here.
     *
     * @throws io.coppice.contract.failure.Refused naming the interface, before anything is changed
     */
    void require(Interfaces to);

    /** @throws IOException naming what failed; what was done until then stays */
    void reload(Interfaces from, Interfaces to, Progress progress) throws IOException, InterruptedException;
}
