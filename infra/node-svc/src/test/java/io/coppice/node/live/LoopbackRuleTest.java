package io.coppice.node.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real nft, in a network namespace of the test's own. */
class LoopbackRuleTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final String space = "coppice-test-" + ProcessHandle.current().pid();
    private final Commands inside = (argv, limit) -> new HostCommands()
            .run(
                    Stream.concat(Stream.of("ip", "netns", "exec", space), argv.stream())
                            .toList(),
                    limit);

    @AfterEach
    void drop() throws Exception {
        if (Files.exists(Path.of("/run/netns", space))) {
            new HostCommands().run(List.of("ip", "netns", "delete", space), LIMIT);
        }
    }

    @Test
    void the_address_is_closed_to_all_but_root_once_however_often_it_is_set() throws Exception {
        assumeTrue(
                new HostCommands()
                        .run(List.of("ip", "netns", "add", space), LIMIT)
                        .ok(),
                "no network namespace can be made here");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nft")), "nft is not installed");
        try (LoopbackRule rule = new LoopbackRule(inside, "127.0.1.7", 5701)) {
            rule.set();
            rule.set();
            assertEquals(
                    1,
                    rules().lines()
                            .filter(l -> l.contains(
                                    "ip daddr 127.0.1.7 tcp dport 5701 meta skuid != 0 reject with tcp reset"))
                            .count(),
                    rules());
        }
        assertTrue(rules().isBlank(), rules());
    }

    private String rules() throws IOException, InterruptedException {
        return inside.run(List.of("nft", "list", "ruleset"), LIMIT).out();
    }

    @Test
    void without_nft_nothing_fails() {
        Commands none = (argv, limit) -> {
            throw new IOException("no such program");
        };
        try (LoopbackRule rule = new LoopbackRule(none, "127.0.1.7", 5701)) {
            rule.set();
        }
    }
}
