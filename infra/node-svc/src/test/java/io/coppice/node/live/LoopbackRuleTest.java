package io.coppice.node.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.host.HostCommands;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    @Test
    void another_user_neither_reaches_who_listens_there_nor_is_taken_for_him() throws Exception {
        for (String program : List.of("/usr/sbin/nft", "/bin/busybox", "/usr/bin/setpriv")) {
            assumeTrue(Files.isExecutable(Path.of(program)), "there is no " + program);
        }
        assumeTrue(
                new HostCommands()
                        .run(List.of("ip", "netns", "add", space), LIMIT)
                        .ok(),
                "no network namespace can be made here");
        inside.run(List.of("ip", "link", "set", "lo", "up"), LIMIT);
        try (LoopbackRule rule = new LoopbackRule(inside, "127.0.1.7", 5701)) {
            rule.set();
            assertEquals("heard", asked(ROOT, ROOT));
            assertEquals("", asked(ROOT, NOBODY));
            assertEquals("", asked(NOBODY, ROOT));
        }
        assertEquals("heard", asked(NOBODY, ROOT));
    }

    private static final List<String> ROOT = List.of();
    private static final List<String> NOBODY = List.of("setpriv", "--reuid=65534", "--clear-groups");

    /** What one user hears from the address where another listens. */
    private String asked(List<String> listener, List<String> who) throws Exception {
        List<String> listen = new ArrayList<>(List.of("ip", "netns", "exec", space));
        listen.addAll(listener);
        listen.addAll(List.of("busybox", "nc", "-ll", "-p", "5701", "-e", "echo", "heard"));
        Process process = new ProcessBuilder(listen).redirectErrorStream(true).start();
        try {
            Eventually.that("somebody listens", this::isListenedTo);
            List<String> ask = new ArrayList<>(who);
            ask.addAll(List.of("busybox", "nc", "-w", "2", "127.0.1.7", "5701"));
            return inside.run(ask, LIMIT).out().strip();
        } finally {
            process.destroyForcibly().waitFor();
            Eventually.that("nobody listens", () -> !isListenedTo());
        }
    }

    private boolean isListenedTo() {
        try {
            return inside.run(List.of("ss", "-Hltn"), LIMIT).out().contains(":5701");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
