package io.coppice.standalone;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.GuestPrograms;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.servicekit.host.RemoteCommands;
import io.coppice.servicekit.host.SystemdScopes;
import java.nio.file.Path;
import java.util.Optional;

/** Where programs of the host run. */
final class ProgramDoors {
    private ProgramDoors() {}

    /**
     * Guests live elsewhere than the services where they can: in another container, or a scope of their own.
     *
     * @param guests the socket of the container of guests
     */
    static Commands of(Optional<Path> guests) {
        Commands here = new HostCommands();
        return guests.<Commands>map(RemoteCommands::new)
                .or(() -> SystemdScopes.ofThisHost(here))
                .<Commands>map(door -> new GuestPrograms(door, here))
                .orElse(here);
    }
}
