package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import java.io.IOException;
import java.util.Optional;

/**
 * Debian, Devuan, Ubuntu and Alpine: ifupdown's interfaces, and where there is an inittab its terminals.
 *
 * @param prefixes whether addresses are written with theirs
 * @param systemd whether its first process is systemd
 * @param noclear whether its getty can be told to leave the screen as it is
 */
record DebianLike(boolean prefixes, boolean systemd, boolean noclear) implements Distro {
    private static final String FILE = "etc/network/interfaces";

    @Override
    public void network(RootFolder root, Ct ct, Names names) throws IOException {
        if (ct.nics().isEmpty() && !root.exists(FILE)) {
            return;
        }
        if (!ct.nics().isEmpty()) {
            root.write(FILE, Interfaces.of(root.read(FILE).orElse(""), ct, prefixes));
        }
    }

    @Override
    public void boot(RootFolder root, Ct ct) throws IOException {
        Optional<String> inittab = root.read("etc/inittab");
        if (inittab.isPresent() && !root.exists("etc/alpine-release")) {
            root.write("etc/inittab", inittab(inittab.get(), (int) ct.number("tty", 2)));
        }
        if (systemd) {
            Boot.presets(root);
        }
    }

    /** SIGPWR is a request to shut down; as many terminals as it has (inittab(5)). */
    private String inittab(String before, int terminals) {
        StringBuilder text = new StringBuilder();
        for (String line : before.split("\n", -1)) {
            boolean power = line.matches("p[fno0]:[^:]*:power.*");
            boolean terminal = line.matches("\\d:\\d*:respawn:/sbin/getty.*");
            if (!power && !terminal) {
                text.append(line).append('\n');
            }
        }
        StringBuilder after =
                new StringBuilder(text.toString().stripTrailing()).append("\np0::powerfail:/sbin/init 0\n");
        for (int n = 1; n <= terminals; n++) {
            after.append(n)
                    .append(n == 1 ? ":2345" : ":23")
                    .append(":respawn:/sbin/getty ")
                    .append(noclear ? "--noclear" : "-L")
                    .append(" 38400 tty");
            after.append(n).append('\n');
        }
        return after.toString();
    }
}
