package io.coppice.compute.machine;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Guest;
import io.coppice.compute.guest.Nic;

/** One change of a running guest's hardware. Each may be made again: what is there already is not made twice. */
public sealed interface HotChange {
    /** What lies in a CD-ROM drive; an empty drive where its file is {@code none}. */
    record Medium(Drive drive) implements HotChange {}

    /** Whether its cable is plugged in, and into which bridge. */
    record Cable(Nic nic) implements HotChange {}

    record NicAdd(Nic nic) implements HotChange {}

    record NicRemove(Nic nic) implements HotChange {}

    record DiskAdd(Drive drive) implements HotChange {}

    record DiskRemove(Drive drive) implements HotChange {}

    /** How fast it may be. */
    record Limits(Drive drive) implements HotChange {}

    /** Its share of the host. @param guest as it shall be */
    record Shares(Guest guest) implements HotChange {}

    /** @param mib what the guest shall get along with */
    record Balloon(long mib) implements HotChange {}
}
