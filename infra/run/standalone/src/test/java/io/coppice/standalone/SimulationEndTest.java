package io.coppice.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coppice.standalone.ApiVisitor.Answer;
import io.coppice.standalone.population.Size;
import io.coppice.standalone.simulated.SimulatedQemu;
import io.coppice.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node's services leave when they end, in the order in which all of them are closed. */
class SimulationEndTest {
    private static final String PASSWORD = "first-Password-7";
    private static final String GUEST = "/nodes/pve1/qemu/1205";

    @TempDir
    Path folder;

    /** The lines of the journal of the one task of a type. */
    private List<String> journal(String type) {
        try (Stream<Path> all = Files.walk(folder.resolve("data/nodes/pve1/tasks"))) {
            for (Path task : all.filter(f -> f.endsWith("task.json")).toList()) {
                if (Files.readString(task).contains(":" + type + ":")) {
                    return Files.readAllLines(task.resolveSibling("journal"));
                }
            }
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void taken(Answer answer) {
        assertEquals(200, answer.status(), answer.body());
    }

    @Test
    void a_guest_that_is_being_started_when_its_node_ends_is_neither_refused_nor_given_up() throws Exception {
        Logging.configure("test");
        SimulatedQemu.Pace slow = new SimulatedQemu.Pace(Duration.ofMinutes(5), Duration.ofMillis(5));
        Simulation simulation = Simulation.start(
                folder.resolve("data"),
                new Simulation.Options(new Size(1, 1, 1), "127.0.0.1", 0, PASSWORD, slow, false));
        List<String> before;
        try (ApiVisitor admin =
                new ApiVisitor(simulation.port(), folder.resolve("data/gateway/ca.pem")).login("admin@pve", PASSWORD)) {
            taken(admin.call("POST", "/nodes/pve1/qemu", Map.of("vmid", "1205", "memory", "256")));
            Eventually.that("it is there", () -> journal("qmcreate").toString().contains("OK"));
            taken(admin.call("POST", GUEST + "/status/start", Map.of()));
            Eventually.that(
                    "it has looked, and starts", () -> journal("qmstart").size() == 3);
            before = journal("qmstart");
        } finally {
            simulation.close();
        }
        assertEquals(before, journal("qmstart"));
    }
}
