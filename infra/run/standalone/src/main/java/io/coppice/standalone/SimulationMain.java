package io.coppice.standalone;

import io.coppice.standalone.population.Size;
import io.coppice.standalone.simulated.SimulatedQemu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A simulated cluster, gateway and all, as a process that any user may run. */
public final class SimulationMain {
    private SimulationMain() {}

    public static void main(String... argv) throws IOException, InterruptedException {
        Fatal.endsThisProcess();
        Arguments arguments = Arguments.parse(argv);
        Logging.configure("simulation");
        Size size = arguments
                .simulate()
                .orElseThrow(() -> new IllegalArgumentException("--simulate nodes=N,guests=M is missing"));
        Path password = arguments
                .passwordFile()
                .orElseThrow(() -> new IllegalArgumentException("--admin-password-file FILE is missing"));
        Simulation simulation = Simulation.start(
                arguments.data(),
                new Simulation.Options(
                        size,
                        ThisHost.everyAddress(),
                        arguments.port(),
                        Files.readString(password).strip(),
                        SimulatedQemu.Pace.USUAL,
                        true));
        Runtime.getRuntime().addShutdownHook(new Thread(simulation::close, "shutdown"));
        Thread.currentThread().join();
    }
}
