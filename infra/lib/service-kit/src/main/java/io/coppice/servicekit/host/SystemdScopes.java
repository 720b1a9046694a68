package io.coppice.servicekit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs each program in a scope of its own below {@code coppice-guests.slice}: what it leaves running is no part of the unit
 * that started it, so a stop, restart or lack of memory of that unit is not its end.
 */
public final class SystemdScopes implements Commands {
    private final Commands host;

    public SystemdScopes(Commands host) {
        this.host = host;
    }

    /** Empty where systemd is not the first process; sd_booted(3) asks the same. */
    public static Optional<Commands> ofThisHost(Commands host) {
        return Files.isDirectory(Path.of("/run/systemd/system"))
                ? Optional.of(new SystemdScopes(host))
                : Optional.empty();
    }

    @Override
    public Ended run(List<String> argv, Duration limit) throws IOException, InterruptedException {
        List<String> scoped = new ArrayList<>(List.of(
                "systemd-run",
                "--scope",
                "--quiet",
                "--collect",
                "--slice=coppice-guests.slice",
                "--description=" + description(argv),
                "--"));
        scoped.addAll(argv);
        return host.run(scoped, limit);
    }

    /** What administrators see in {@code systemctl}: which guest it is, by the name that QEMU was given. */
    static String description(List<String> argv) {
        int name = argv.indexOf("-name");
        int pidFile = argv.indexOf("-pidfile");
        String guest = pidFile < 0 || pidFile + 1 == argv.size()
                ? argv.getFirst()
                : Path.of(argv.get(pidFile + 1)).getFileName().toString().replaceFirst("\\.pid$", "");
        return "Coppice: " + guest
                + (name < 0 || name + 1 == argv.size()
                        ? ""
                        : " " + argv.get(name + 1).replaceFirst(",.*", "").replaceFirst("^guest=", ""));
    }
}
