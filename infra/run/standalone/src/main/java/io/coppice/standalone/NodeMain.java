package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The node's process, root's: the truth, and all services or, with {@code --service}, one of them. */
public final class NodeMain {
    private NodeMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Fatal.endsThisProcess();
        Arguments arguments = Arguments.parse(argv);
        Logging.configure(arguments.service().orElse(Service.NODE).label());
        DataFolder data = new DataFolder(arguments.data());
        data.ensure();
        AtomicReference<@Nullable NodeProcess> running = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running.get()), "shutdown"));
        while (true) {
            Semaphore again = new Semaphore(0);
            NodeProcess process = NodeProcess.start(arguments, data, again::release);
            running.set(process);
            again.acquire();
            process.requireTruth();
            running.set(null);
            process.close();
        }
    }

    private static void close(@Nullable NodeProcess running) {
        if (running != null) {
            running.close();
        }
    }
}
