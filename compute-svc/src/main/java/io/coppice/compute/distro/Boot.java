package io.coppice.compute.distro;

import java.io.IOException;
import java.util.Optional;

/** What several families need for their first boot in a container. */
final class Boot {
    private static final String PRESETS = "etc/systemd/system-preset/00-pve.preset";

    private Boot() {}

    /** What systemd switches on and off when it comes up for the first time (systemd.preset(5)). */
    static void presets(RootFolder root, String... more) throws IOException {
        if (root.exists(PRESETS)) {
            return;
        }
        StringBuilder text = new StringBuilder("# Added by PVE at create-time for first-boot configuration.\n");
        text.append("enable container-getty@.service\n");
        text.append("disable getty@.service\n");
        text.append("disable sys-kernel-config.mount\n");
        text.append("disable sys-kernel-debug.mount\n");
        for (String unit : more) {
            text.append("enable ").append(unit).append('\n');
        }
        root.write(PRESETS, text.toString());
    }

    /** Root may log in on liblxc's terminals (securetty(5)). */
    static void terminals(RootFolder root) throws IOException {
        Optional<String> before = root.read("etc/securetty");
        if (before.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(before.get());
        for (String terminal : new String[] {"lxc/console", "lxc/tty1", "lxc/tty2", "lxc/tty3", "lxc/tty4"}) {
            if (before.get().lines().noneMatch(terminal::equals)) {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                    text.append('\n');
                }
                text.append(terminal).append('\n');
            }
        }
        root.write("etc/securetty", text.toString());
    }
}
