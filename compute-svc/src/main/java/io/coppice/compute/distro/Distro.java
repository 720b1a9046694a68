package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import java.io.IOException;

/** A family of distributions: where it keeps what has to be set. Each operation may run again. */
interface Distro {
    /** The address of each card, for its own network service. */
    void network(RootFolder root, Ct ct, Names names) throws IOException;

    /** Terminals, first boot, and what a container must not start. */
    void boot(RootFolder root, Ct ct) throws IOException;

    /** One that sets nothing up but what all have. */
    static Distro plain() {
        return new Distro() {
            @Override
            public void network(RootFolder root, Ct ct, Names names) {}

            @Override
            public void boot(RootFolder root, Ct ct) {}
        };
    }
}
