package io.coppice.compute.owner;

import java.util.EnumSet;
import java.util.Set;

/** What an owner does because its guest stands otherwise now. */
enum Reaction {
    /** Its process has nothing more to do. */
    END,
    /** Its process went by itself, and left taps and sockets. */
    CLEAN_UP,
    /** KVM is not what it says to be. */
    DISTRUST_KVM,
    /** Everybody may know. */
    PUBLISH;

    /** Pure. */
    static Set<Reaction> to(GuestState before, GuestState after) {
        return switch (after) {
            case GuestState.PoweredOff p -> EnumSet.of(END, PUBLISH);
            case GuestState.Broken b -> b.kvm() ? EnumSet.of(DISTRUST_KVM, PUBLISH) : EnumSet.of(PUBLISH);
            case GuestState.Stopped s ->
                before instanceof GuestState.Ending ? EnumSet.of(PUBLISH) : EnumSet.of(CLEAN_UP, PUBLISH);
            case GuestState.Running r -> EnumSet.of(PUBLISH);
            case GuestState.Starting s -> EnumSet.noneOf(Reaction.class);
            case GuestState.Ending e -> EnumSet.noneOf(Reaction.class);
        };
    }
}
