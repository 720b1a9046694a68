package io.coppice.live;

import static io.coppice.testkit.Eventually.that;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.contract.word.NodeName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedByTwoTest {
    @Test
    void members_see_what_each_puts_and_removes_also_from_before_they_met() throws Exception {
        String secret = UUID.randomUUID().toString();
        String a = Members.host(Path.of("/one/" + secret));
        String b = Members.host(Path.of("/two/" + secret));
        List<String> all = List.of(a, a.equals(b) ? "127.0.1.255" : b);
        try (HazelcastLive one =
                new HazelcastLive(new NodeName("pve1"), new Members(secret, all.get(0), all), Clock.systemUTC())) {
            one.put("guest", "100", Map.of("cpu", 0.5));
            assertTrue(one.awaitShared(60));
            try (HazelcastLive two =
                    new HazelcastLive(new NodeName("pve2"), new Members(secret, all.get(1), all), Clock.systemUTC())) {
                two.put("guest", "200", Map.of("cpu", 0.25));
                that(
                        "each sees the other's",
                        () -> one.get("guest", "200").isPresent()
                                && two.get("guest", "100").isPresent());
                assertEquals(
                        "pve2", one.get("guest", "200").orElseThrow().owner().text());
                assertEquals(one.entries("guest"), two.entries("guest"));
                // its own may be on the way still, so that it puts as owners do: again and again
                that("who puts last owns it", () -> {
                    two.put("guest", "100", Map.of("cpu", 0.75));
                    return owner(one, "100").equals("pve2");
                });
                one.remove("guest", "200"); // another's
                theOldOwnerTakesNothingFromTheNewOne(one, two);
                assertTrue(two.get("guest", "200").isPresent());
                two.remove("guest", "200");
                that("it is gone", () -> one.get("guest", "200").isEmpty());
            }
            assertEquals(
                    Optional.of("pve2"),
                    one.get("guest", "100").map(i -> i.owner().text()));
        }
    }

    @Test
    void a_member_whose_clock_is_set_by_hours_goes_on_being_heard() throws Exception {
        String secret = UUID.randomUUID().toString();
        List<String> all = List.of("127.0.1.249", "127.0.1.250");
        MovedClock clock = new MovedClock(System.currentTimeMillis());
        Members first = new Members(secret, all.get(0), all);
        Members second = new Members(secret, all.get(1), all);
        try (HazelcastLive reader = new HazelcastLive(new NodeName("pve1"), first, Clock.systemUTC());
                HazelcastLive owner = new HazelcastLive(new NodeName("pve2"), second, clock)) {
            assertTrue(reader.awaitShared(60) && owner.awaitShared(60));
            long said = 0;
            for (long hours : new long[] {0, 5, -10, -1, 6}) {
                clock.set(hours * 3_600_000);
                for (int i = 0; i < 2; i++) {
                    clock.pass(1);
                    owner.put("guest", "200", Map.of("cpu", ++said));
                    long last = said;
                    that(
                            "it is heard",
                            () -> reader.get("guest", "200")
                                    .filter(item -> item.figures().get("cpu").equals(last)
                                            && item.asofMillis() == clock.millis())
                                    .isPresent());
                }
                assertTrue(
                        Freshness.isFresh(reader.get("guest", "200").orElseThrow(), System.currentTimeMillis()),
                        "after " + hours + " h");
            }
        }
    }

    /** As when guests move: the new owner puts them while the old one removes them. */
    private static void theOldOwnerTakesNothingFromTheNewOne(Live one, Live two) throws Exception {
        for (int guest = 300; guest < 350; guest++) {
            String key = "" + guest;
            one.put("guest", key, Map.of("cpu", 0.5));
            that("the new owner knows it", () -> two.get("guest", key).isPresent());
            two.put("guest", key, Map.of("cpu", 0.25));
            one.remove("guest", key);
        }
        two.put("guest", "last", Map.of("cpu", 0));
        that("all that was before has come", () -> one.get("guest", "last").isPresent());
        LockSupport.parkNanos(300_000_000); // longer than what is on its way takes
        for (int guest = 300; guest < 350; guest++) {
            assertEquals("pve2", owner(one, "" + guest));
            assertEquals("pve2", owner(two, "" + guest));
        }
    }

    /** The founder knows nobody, and is not there yet when the other starts. */
    @Test
    void members_that_did_not_meet_at_their_start_meet_later() throws Exception {
        String secret = UUID.randomUUID().toString();
        List<String> all = List.of("127.0.1.251", "127.0.1.252");
        try (HazelcastLive joiner =
                new HazelcastLive(new NodeName("pve2"), new Members(secret, all.get(1), all), Clock.systemUTC())) {
            assertTrue(joiner.awaitShared(60));
            joiner.put("guest", "200", Map.of("cpu", 0.25));
            Members alone = new Members(secret, all.get(0), List.of(all.get(0)));
            try (HazelcastLive founder = new HazelcastLive(new NodeName("pve1"), alone, Clock.systemUTC())) {
                assertTrue(founder.awaitShared(60));
                that(
                        "the founder sees what the joiner put",
                        () -> founder.get("guest", "200").isPresent());
            }
        }
    }

    private static String owner(Live live, String guest) {
        return live.get("guest", guest).orElseThrow().owner().text();
    }

    private static Optional<Thread> joining() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live-join"))
                .findAny();
    }

    private static boolean isMakingAMember(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("newHazelcastInstance"));
    }

    @Test
    void who_is_closed_while_it_joins_has_left_when_that_returns() {
        String host = "127.0.1.253";
        Members alone = new Members(UUID.randomUUID().toString(), host, List.of(host));
        HazelcastLive live = new HazelcastLive(new NodeName("pve1"), alone, Clock.systemUTC());
        that(
                "it joins",
                () -> joining().filter(SharedByTwoTest::isMakingAMember).isPresent());
        long begun = System.nanoTime();
        live.close();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(joining().isEmpty() || took.toSeconds() >= 10, () -> "it goes on after " + took);
    }
}
