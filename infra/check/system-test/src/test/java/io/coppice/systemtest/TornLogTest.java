package io.coppice.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node whose store's log was cut short or damaged while it was down. */
class TornLogTest {
    /** Behind a segment's magic bytes. */
    private static final int FIRST = 8;

    private static final int USERS = 12;

    @TempDir
    Path folder;

    @Test
    void a_torn_last_record_is_cut_and_damage_before_others_refuses_to_start() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "a node is started by root");
        assumeTrue(Programs.has("qemu-system-x86_64"), "there is no QEMU");
        try (RunningNode node = RunningNode.withoutKafka(folder.resolve("data"))) {
            for (int i = 0; i < USERS; i++) {
                Map<String, Object> user = Map.of("userid", "user" + i + "@pve", "comment", "number " + i);
                assertEquals(200, node.admin().post("/access/users", user).status());
            }
            killAll(node);
            Path segment = openSegment(node.data());
            tear(segment);
            node.start();
            assertEquals(USERS, users(node), "users after a torn record");
            assertTrue(tornKept(node.data()), "the torn record's bytes are kept");

            killAll(node);
            segment = openSegment(node.data());
            int damaged = records(segment).get(1) - 2;
            flip(segment, damaged);
            String said = assertThrows(IOException.class, node::start).getMessage();
            assertTrue(said.contains("is damaged at byte") && said.contains("put back a backup"), said);
            node.down();
            flip(segment, damaged);
            node.start();
            assertEquals(USERS, users(node), "users when the damage is mended");
        }
    }

    private static long users(RunningNode node) throws Exception {
        long there = 0;
        for (var user : node.admin().get("/access/users").data()) {
            there += user.path("comment").asText().startsWith("number ") ? 1 : 0;
        }
        return there;
    }

    private static void killAll(RunningNode node) throws Exception {
        for (String name : List.of("node", "gateway")) {
            ProcessHandle process = ProcessHandle.of(node.pid(name)).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static Path openSegment(Path data) throws IOException {
        return storeFile(data, "log_inprogress_").orElseThrow();
    }

    private static boolean tornKept(Path data) throws IOException {
        return storeFile(data, "torn-").isPresent();
    }

    private static java.util.Optional<Path> storeFile(Path data, String prefix) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("store"))) {
            return all.filter(p -> p.getFileName().toString().startsWith(prefix))
                    .findFirst();
        }
    }

    /** Where each record begins, and where the next one would: its length as a varint, its bytes, a checksum of four. */
    private static List<Integer> records(Path segment) throws IOException {
        byte[] all = Files.readAllBytes(segment);
        List<Integer> starts = new ArrayList<>(List.of(FIRST));
        while (true) {
            int at = starts.getLast();
            int length = 0;
            int shift = 0;
            do {
                length |= (all[at] & 0x7F) << shift;
                shift += 7;
            } while (all[at++] < 0);
            if (length == 0) {
                return starts;
            }
            starts.add(at + length + 4);
        }
    }

    /** Half of a record after the last whole one, as a write leaves it that a loss of power cut. */
    private static void tear(Path segment) throws IOException {
        List<Integer> starts = records(segment);
        int last = starts.get(starts.size() - 2);
        int end = starts.getLast();
        byte[] half = Arrays.copyOfRange(Files.readAllBytes(segment), last, last + (end - last) / 2);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(end);
            file.write(half);
        }
    }

    private static void flip(Path segment, int at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 0x55);
        }
    }
}
