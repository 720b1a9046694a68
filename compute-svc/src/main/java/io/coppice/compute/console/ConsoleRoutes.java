package io.coppice.compute.console;

import io.coppice.compute.guest.Vm;
import io.coppice.compute.guest.Vms;
import io.coppice.compute.qemu.Qemu;
import io.coppice.contract.api.guest.VmConsoleApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.serve.Tunnel;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The endpoints of consoles. */
public final class ConsoleRoutes {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** VNC looks at no more of a password. */
    private static final int PASSWORD = 8;

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private final Consoles consoles = new Consoles(PATIENCE);
    private final ConsoleTask kind = new ConsoleTask(consoles);
    private final SecureRandom random = new SecureRandom();
    private final Vms vms;
    private final Qemu qemu;
    private final TaskRunner tasks;

    public ConsoleRoutes(Vms vms, Qemu qemu, TaskRunner tasks) {
        this.vms = vms;
        this.qemu = qemu;
        this.tasks = tasks;
        tasks.register(kind);
    }

    public Routes routes() {
        return new Routes()
                .rule(VmConsoleApi.RULE_TICKET, this::requireTicket)
                .serve(VmConsoleApi.SCREEN, this::screen)
                .serve(VmConsoleApi.TERMINAL, this::terminal)
                .serve(VmConsoleApi.SOCKET, this::enter);
    }

    private VmConsoleApi.Proxy screen(Caller caller, VmConsoleApi.Screen in) {
        vms.read(in.vmid());
        qemu.requireRunning(in.vmid());
        VmConsoleApi.Proxy proxy = open(caller, in.vmid(), qemu.files().vnc(in.vmid()), Tunnel.Dialect.BYTES);
        return in.generatePassword() ? proxy.withPassword(password()) : proxy;
    }

    private VmConsoleApi.Proxy terminal(Caller caller, VmConsoleApi.Terminal in) {
        Vm vm = vms.read(in.vmid());
        String port = in.serial()
                .or(() -> firstSerial(vm))
                .filter(name -> vm.option(name, "").equals("socket"))
                .orElseThrow(ConsoleRoutes::noSerial);
        qemu.requireRunning(in.vmid());
        Path socket = qemu.files().serial(in.vmid(), port.charAt(port.length() - 1) - '0');
        return open(caller, in.vmid(), socket, Tunnel.Dialect.TERMINAL);
    }

    private Object enter(Caller caller, VmConsoleApi.Socket in) {
        return consoles.enter(consoles.find(in.vmid(), caller.name(), in.port(), in.vncticket()));
    }

    private void requireTicket(Caller caller, Map<String, Object> parameters) {
        consoles.find(
                Vmid.parse(String.valueOf(parameters.get("vmid"))),
                caller.name(),
                Integer.parseInt(String.valueOf(parameters.get("port"))),
                String.valueOf(parameters.get("vncticket")));
    }

    private VmConsoleApi.Proxy open(Caller caller, Vmid vmid, Path socket, Tunnel.Dialect dialect) {
        Console console = consoles.open(vmid, caller.name(), socket, dialect);
        try {
            String upid = tasks.start(
                            kind,
                            new ConsoleTask.Params(vmid.number(), console.port()),
                            vmid.toString(),
                            caller,
                            Queue.none())
                    .toString();
            return new VmConsoleApi.Proxy(console.port(), console.ticket(), upid, caller.name(), "", Optional.empty());
        } catch (RuntimeException e) {
            consoles.end(console.port());
            throw e;
        }
    }

    private static Optional<String> firstSerial(Vm vm) {
        return IntStream.range(0, 4)
                .mapToObj(i -> "serial" + i)
                .filter(name -> vm.option(name).isPresent())
                .findFirst();
    }

    private static Refused noSerial() {
        return Refused.conflict("unable to find a serial interface; set serial0 to 'socket'");
    }

    private String password() {
        StringBuilder made = new StringBuilder();
        random.ints(PASSWORD, 0, LETTERS.length()).forEach(i -> made.append(LETTERS.charAt(i)));
        return made.toString();
    }
}
