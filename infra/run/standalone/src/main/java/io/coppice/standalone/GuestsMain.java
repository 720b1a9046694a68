package io.coppice.standalone;

import io.coppice.servicekit.host.CommandServer;
import io.coppice.servicekit.host.GuestPrograms;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process beside guests in a container of their own: starts what compute-svc asks for, and knows nothing else. That it is
 * restarted harms no guest, as they are its children no longer; that its container ends, ends them.
 */
public final class GuestsMain {
    private GuestsMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Logging.configure("guests");
        Fatal.endsThisProcess();
        Path socket = Arguments.parse(argv)
                .guests()
                .orElseThrow(() -> new IllegalArgumentException("--guests SOCKET is missing"));
        CommandServer.listen(socket, new HostCommands(), GuestPrograms::is);
        Thread.currentThread().join();
    }
}
