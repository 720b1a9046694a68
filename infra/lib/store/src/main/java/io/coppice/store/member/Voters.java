package io.coppice.store.member;

import io.coppice.store.Membership.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who votes next. */
public final class Voters {
    /** Who was heard of within it lives. */
    public static final Duration ALIVE = Duration.ofSeconds(3);

    private Voters() {}

    /** How many of so many members vote. */
    public static int seats(int members) {
        return switch (members) {
            case 0, 1, 2 -> members;
            case 3, 4 -> 3;
            case 5, 6 -> 5;
            default -> 7;
        };
    }

    /**
     * One step towards who should vote: one comes, one goes, or one takes another's place.
     *
     * @param voters who votes now
     * @param members all members, the leader too, first those that are preferred
     * @param deadAfter a voter that was silent for so long is replaced
     * @return the next voters; empty where they are right, or no step is safe now
     */
    public static Optional<List<String>> next(
            List<String> voters, List<Standing> members, String leader, Duration deadAfter) {
        Map<String, Standing> known = members.stream().collect(Collectors.toMap(Standing::member, Function.identity()));
        if (members.isEmpty()) {
            return Optional.empty();
        }
        return step(voters, members, known, leader, deadAfter).filter(next -> lives(next, known, leader));
    }

    private static Optional<List<String>> step(
            List<String> voters,
            List<Standing> members,
            Map<String, Standing> known,
            String leader,
            Duration deadAfter) {
        Optional<String> stranger =
                voters.stream().filter(v -> !known.containsKey(v)).findFirst();
        Optional<String> fresh = members.stream()
                .filter(m -> !voters.contains(m.member()) && m.ready() && alive(m))
                .map(Standing::member)
                .findFirst();
        if (stranger.isPresent() && voters.size() > 1) {
            return Optional.of(without(voters, stranger.get()));
        }
        int seats = seats(members.size());
        if (voters.size() < seats) {
            return fresh.map(f -> with(voters, f));
        }
        List<String> others = voters.stream().filter(v -> !v.equals(leader)).toList();
        Optional<String> dead = others.stream()
                .filter(v -> silent(known, v).compareTo(deadAfter) >= 0)
                .findFirst();
        if (voters.size() > seats) {
            return dead.or(() -> leastHeard(others, known)).map(v -> without(voters, v));
        }
        return dead.flatMap(d -> fresh.map(f -> with(without(voters, d), f)));
    }

    /** The one that was silent for longest; of those that all live the last. */
    private static Optional<String> leastHeard(List<String> others, Map<String, Standing> known) {
        Optional<String> least = Optional.empty();
        Duration longest = Duration.ZERO;
        for (String v : others) {
            Duration silent = silent(known, v);
            Duration counted = silent.compareTo(ALIVE) < 0 ? Duration.ZERO : silent;
            if (counted.compareTo(longest) >= 0) {
                least = Optional.of(v);
                longest = counted;
            }
        }
        return least;
    }

    private static boolean lives(List<String> next, Map<String, Standing> known, String leader) {
        long alive = next.stream()
                .filter(v -> v.equals(leader) || known.containsKey(v) && alive(known(known, v)))
                .count();
        return alive >= next.size() / 2 + 1;
    }

    private static boolean alive(Standing m) {
        return m.silent().compareTo(ALIVE) < 0;
    }

    private static Duration silent(Map<String, Standing> known, String voter) {
        return known(known, voter).silent();
    }

    private static Standing known(Map<String, Standing> known, String voter) {
        return Optional.ofNullable(known.get(voter)).orElseThrow();
    }

    private static List<String> with(List<String> voters, String one) {
        List<String> next = new ArrayList<>(voters);
        next.add(one);
        return List.copyOf(next);
    }

    private static List<String> without(List<String> voters, String one) {
        return voters.stream().filter(v -> !v.equals(one)).toList();
    }
}
