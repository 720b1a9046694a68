package io.coppice.servicekit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemdScopesTest {
    private static final List<String> QEMU =
            List.of("qemu-system-x86_64", "-name", "web,debug-threads=on", "-pidfile", "/run/100.pid");

    @Test
    void a_guest_is_started_in_a_scope_that_bears_its_name() throws Exception {
        List<String> asked = new ArrayList<>();
        Commands host = (argv, limit) -> {
            asked.addAll(argv);
            return new Commands.Ended(5, "", "");
        };
        assertEquals(5, new SystemdScopes(host).run(QEMU, Duration.ofSeconds(1)).exit());
        assertEquals("systemd-run", asked.getFirst());
        assertEquals(QEMU, asked.subList(asked.indexOf("--") + 1, asked.size()));
        assertEquals("--description=Coppice: 100 web", asked.get(asked.indexOf("--") - 1));
    }

    @Test
    void what_has_no_name_is_called_by_its_program() {
        assertEquals(
                "Coppice: qemu-system-x86_64", SystemdScopes.description(List.of("qemu-system-x86_64", "-version")));
        assertEquals("Coppice: -pidfile", SystemdScopes.description(List.of("-pidfile")));
    }
}
