package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.api.Api;
import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends every endpoint requests that must be refused, from a printed seed: {@code -Dcoppice.fuzz.seed=N} repeats a run,
 * {@code -Dcoppice.fuzz.rounds=N} makes it longer. Every answer is a 4xx or a text for people, and nothing changes.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("coppice.fuzz.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("coppice.fuzz.rounds", 24);

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static String root;
    private static String poor;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("coppice.fuzz.seed=" + SEED);
        node = new InProcessNode(folder, Duration.ofSeconds(75));
        root = auth("root@pam");
        poor = auth("poor@pve");
        try (Wire wire = node.wire()) {
            assertEquals(
                    200,
                    wire.ask("POST /api2/json/access/users", root, "userid=poor@pve")
                            .status());
            assertEquals(
                    200,
                    wire.ask("POST /api2/json/nodes/pve1/qemu", root, "vmid=100&memory=32")
                            .status());
            Await.until(
                    "guest 100",
                    Duration.ofSeconds(30),
                    () -> node.picture().contains("qemu-server/100.conf")
                            && !node.picture().contains("lock: create"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static String auth(String user) {
        return auth(user, node);
    }

    private static String auth(String user, InProcessNode node) {
        return "Cookie: PVEAuthCookie=" + node.ticket(user, Duration.ZERO) + "\r\nCSRFPreventionToken: "
                + node.csrf(user) + "\r\n";
    }

    private static List<Endpoint<?, ?>> routed() {
        List<Endpoint<?, ?>> all = new ArrayList<>(Api.all());
        all.removeIf(e -> e.path().text().startsWith("/coppice/internal/"));
        return all;
    }

    @Test
    void what_must_be_refused_is_refused_with_a_text_and_changes_nothing() throws Exception {
        walk(root, false);
    }

    @Test
    void a_user_without_rights_changes_nothing_whatever_it_sends() throws Exception {
        walk(poor, false);
    }

    @Test
    void extreme_values_for_what_is_not_there_change_nothing() throws Exception {
        walk(root, true);
    }

    /** What is refused cannot be told beforehand here, so that only the answers are looked at. */
    @Test
    void extreme_values_for_what_is_there_are_answered_for_people(@TempDir Path other) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (InProcessNode mine = new InProcessNode(other, Duration.ofSeconds(75))) {
            String auth = auth("root@pam", mine);
            try (Wire wire = mine.wire()) {
                wire.ask("POST /api2/json/nodes/pve1/qemu", auth, "vmid=100&memory=32");
            }
            for (Endpoint<?, ?> e : routed()) {
                Random random = new Random(~SEED ^ e.toString().hashCode());
                boolean startsOrEnds = e.path().text().contains("/status/")
                        || e.verb() == Verb.DELETE && !e.path().text().endsWith("{volume}");
                try (Wire wire = mine.wire()) {
                    for (int i = 0; i < ROUNDS && !startsOrEnds; i++) {
                        FuzzRequest request = FuzzRequest.messy(e, random);
                        Wire.Reply reply = wire.ask(request.line(), auth + request.headers(), request.body());
                        if (reply.status() != 200) {
                            complaint(e, request, reply).ifPresent(wrong::add);
                        }
                    }
                } catch (IOException x) {
                    wrong.add(e + " ended its connection: " + x);
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> "seed " + SEED + "\n" + String.join("\n", wrong));
    }

    private static void walk(String auth, boolean extreme) throws Exception {
        TreeSet<String> before = picture();
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?, ?> e : routed()) {
            Random random = new Random(SEED ^ e.toString().hashCode());
            try (Wire wire = node.wire()) {
                for (int i = 0; i < ROUNDS; i++) {
                    FuzzRequest request = FuzzRequest.of(e, random, extreme);
                    Wire.Reply reply = wire.ask(request.line(), auth + request.headers(), request.body());
                    complaint(e, request, reply).ifPresent(wrong::add);
                }
            } catch (IOException x) {
                wrong.add(e + " ended its connection: " + x);
            }
            TreeSet<String> now = picture();
            if (!now.equals(before)) {
                wrong.add(e + " changed something: " + difference(before, now));
                before = now;
            }
        }
        Await.until("an empty spool", Duration.ofSeconds(30), () -> node.spooled() == 0);
        assertTrue(wrong.isEmpty(), () -> "seed " + SEED + "\n" + String.join("\n", wrong));
    }

    private static Optional<String> complaint(Endpoint<?, ?> e, FuzzRequest request, Wire.Reply reply) {
        String text = reply.text();
        boolean document = e.body() == Endpoint.Body.DOCUMENT && reply.status() == 200; // the same whoever asks
        boolean speaks = document
                || !FuzzRequest.UNSPEAKABLE.matcher(text + reply.reason()).find();
        boolean refused = reply.status() >= 400 && reply.status() <= 501;
        boolean harmless = reply.status() == 200
                && (e.verb() == Verb.GET || e.toString().equals("DELETE /access/users/{userid}"))
                && !request.certainlyWrong();
        if (speaks && (refused || harmless)) {
            return Optional.empty();
        }
        return Optional.of(request + " -> " + reply.status() + " " + reply.reason() + " " + cut(text));
    }

    private static String cut(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private static String difference(TreeSet<String> before, TreeSet<String> now) {
        TreeSet<String> gone = new TreeSet<>(before);
        gone.removeAll(now);
        TreeSet<String> come = new TreeSet<>(now);
        come.removeAll(before);
        return cut("gone " + gone) + cut(" come " + come);
    }

    /** What is true, and every file of the node; an upload that was refused may still be on its way out of the spool. */
    private static TreeSet<String> picture() throws IOException {
        TreeSet<String> seen = new TreeSet<>(node.picture().lines().toList());
        try (Stream<Path> all = Files.walk(folder)) {
            // figures are left for others as they are asked for
            all.filter(p -> !p.toString().matches(".*/(secret|spool|metrics)/.*"))
                    .forEach(p -> seen.add(p.toString()));
        }
        return seen;
    }
}
