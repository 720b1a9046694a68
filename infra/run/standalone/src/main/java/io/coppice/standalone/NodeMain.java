package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import java.io.IOException;

/** The node's process, root's: the truth, and all services or, with {@code --service}, one of them. */
public final class NodeMain {
    private NodeMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Fatal.endsThisProcess();
        Arguments arguments = Arguments.parse(argv);
        Logging.configure(arguments.service().orElse(Service.NODE).label());
        DataFolder data = new DataFolder(arguments.data());
        data.ensure();
        NodeProcess process = NodeProcess.start(arguments, data);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
        Thread.currentThread().join();
    }
}
