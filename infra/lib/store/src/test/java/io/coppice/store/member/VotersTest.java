package io.coppice.store.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.coppice.store.Membership.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VotersTest {
    private static final Duration DEAD = Duration.ofMinutes(10);

    private final List<Standing> members = new ArrayList<>();
    private Duration goneSilent = Duration.ZERO;

    private void member(String name, Duration silent, boolean ready) {
        members.removeIf(m -> m.member().equals(name));
        members.add(new Standing(name, false, silent, ready, 1));
    }

    private void members(String... names) {
        for (String n : names) {
            member(n, Duration.ZERO, true);
        }
    }

    private Optional<List<String>> next(String... voters) {
        return next(List.of(voters));
    }

    private Optional<List<String>> next(List<String> voters) {
        List<Standing> gone = voters.stream()
                .filter(v -> members.stream().noneMatch(m -> m.member().equals(v)))
                .map(v -> new Standing(v, true, goneSilent, false, 1))
                .toList();
        return Voters.next(new Voters.Now(voters, members, gone, "a"), DEAD);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,2", "3,3", "4,3", "5,5", "6,5", "7,7", "8,7", "32,7"})
    void so_many_members_have_so_many_votes(int members, int seats) {
        assertEquals(seats, Voters.seats(members));
    }

    @Test
    void a_cluster_grows_by_one_vote_at_a_time() {
        members("a", "b", "c", "d", "e");
        assertEquals(Optional.of(List.of("a", "b")), next("a"));
        assertEquals(Optional.of(List.of("a", "b", "c")), next("a", "b"));
        assertEquals(Optional.of(List.of("a", "b", "c", "d")), next("a", "b", "c"));
        assertEquals(Optional.empty(), next("a", "b", "c", "d", "e"));
    }

    @Test
    void who_is_not_ready_or_silent_does_not_get_a_vote() {
        members("a");
        member("b", Duration.ZERO, false);
        member("c", Duration.ofSeconds(4), true);
        assertEquals(Optional.empty(), next("a"));
    }

    @Test
    void of_four_members_three_vote() {
        members("a", "b", "c", "d");
        assertEquals(Optional.empty(), next("a", "b", "d"));
    }

    @Test
    void a_dead_voter_is_replaced_after_ten_minutes_and_not_before() {
        members("a", "b", "c", "d");
        member("b", Duration.ofMinutes(9), false);
        assertEquals(Optional.empty(), next("a", "b", "c"));
        member("b", Duration.ofMinutes(10), false);
        assertEquals(Optional.of(List.of("a", "c", "d")), next("a", "b", "c"));
    }

    @Test
    void without_another_member_that_can_vote_the_dead_one_keeps_its_vote() {
        members("a", "b", "c");
        member("b", Duration.ofHours(1), false);
        assertEquals(Optional.empty(), next("a", "b", "c"));
    }

    @Test
    void a_step_that_would_leave_too_few_that_live_is_not_taken() {
        members("a", "b", "c", "d");
        member("b", Duration.ofHours(1), false);
        member("c", Duration.ofSeconds(5), false);
        assertEquals(
                Optional.of(List.of("a", "c", "d")), next("a", "b", "c"), "two of three live: the step is a safe one");
        member("d", Duration.ofSeconds(5), true);
        assertEquals(Optional.empty(), next("a", "b", "c"));
    }

    @Test
    void a_removed_member_loses_its_vote_first() {
        members("a", "b", "d");
        assertEquals(Optional.of(List.of("a", "b")), next("a", "b", "c"));
        assertEquals(Optional.of(List.of("a", "b", "d")), next("a", "b"));
    }

    @Test
    void of_two_removed_members_that_still_run_one_goes_after_the_other() {
        members("a");
        assertEquals(Optional.of(List.of("a", "c")), next("a", "b", "c"));
        assertEquals(Optional.of(List.of("a")), next("a", "c"));
    }

    @Test
    void a_removed_member_whose_place_cannot_stay_empty_is_replaced_at_once() {
        goneSilent = Duration.ofHours(1);
        members("a", "d");
        assertEquals(Optional.of(List.of("a", "c", "d")), next("a", "b", "c"));
    }

    @Test
    void a_leader_that_was_removed_gives_its_vote_up() {
        members("b", "c");
        assertEquals(Optional.of(List.of("b", "c")), next("a", "b", "c"));
    }

    @Test
    void where_members_went_the_silent_voters_go_first_and_never_the_leader() {
        members("a", "b", "c", "d");
        member("c", Duration.ofSeconds(30), false);
        assertEquals(Optional.of(List.of("a", "b", "d")), next("a", "b", "c", "d"));
        members("c");
        assertEquals(Optional.of(List.of("a", "b", "c")), next("a", "b", "c", "d"));
    }

    @Test
    void a_store_whose_documents_name_nobody_is_left_alone() {
        assertEquals(Optional.empty(), next("a"));
    }

    /** Whatever happens to the members, each step changes one, is safe, and when all is quiet the seats are filled. */
    @Test
    void random_clusters_come_to_rest_with_their_seats_filled_and_every_step_safe() {
        Random random = new Random(17);
        for (int run = 0; run < 3000; run++) {
            List<String> voters = List.of("a");
            for (int step = 0; step < 30; step++) {
                change(random);
                voters = stepped(voters);
            }
            goneSilent = Duration.ZERO;
            members.replaceAll(m -> new Standing(m.member(), false, Duration.ZERO, true, 1));
            for (int step = 0; step < 20; step++) {
                voters = stepped(voters);
            }
            assertEquals(Voters.seats(members.size()), voters.size());
            members.clear();
            members("a");
        }
    }

    private void change(Random random) {
        goneSilent = Duration.ofSeconds(random.nextInt(6));
        String name = String.valueOf((char) ('a' + random.nextInt(9)));
        if (name.equals("a") || members.isEmpty()) {
            members("a");
        } else if (random.nextInt(5) == 0) {
            members.removeIf(m -> m.member().equals(name));
        } else {
            member(name, Duration.ofSeconds((long) Math.pow(10, random.nextInt(4))), random.nextInt(3) > 0);
        }
    }

    private List<String> stepped(List<String> voters) {
        Optional<List<String>> next = next(voters);
        if (next.isEmpty()) {
            return voters;
        }
        Set<String> changed = new HashSet<>(voters);
        next.get().forEach(v -> {
            if (!changed.remove(v)) {
                changed.add(v);
            }
        });
        long added = changed.stream().filter(next.get()::contains).count();
        assertTrue(added <= 1 && changed.size() - added <= 1, voters + " -> " + next.get());
        long alive = next.get().stream()
                .filter(v -> members.stream()
                                .filter(m -> m.member().equals(v))
                                .map(Standing::silent)
                                .findFirst()
                                .orElse(goneSilent)
                                .compareTo(Voters.ALIVE)
                        < 0)
                .count();
        assertTrue(alive > next.get().size() / 2, voters + " -> " + next.get() + " of " + members);
        return next.get();
    }
}
