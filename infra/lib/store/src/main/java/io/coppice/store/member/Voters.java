package io.coppice.store.member;

import io.coppice.store.Membership.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * How it stands.
     *
     * @param voters who votes now
     * @param members all members, the leader too, first those that are preferred
     * @param gone those that vote and are members no more
     */
    public record Now(List<String> voters, List<Standing> members, List<Standing> gone, String leader) {
        public Now {
            voters = List.copyOf(voters);
            members = List.copyOf(members);
            gone = List.copyOf(gone);
        }

        private Map<String, Standing> known() {
            return Stream.concat(members.stream(), gone.stream())
                    .collect(Collectors.toMap(Standing::member, Function.identity()));
        }
    }

    /**
     * One step towards who should vote: one comes, one goes, or one takes another's place.
     *
     * @param deadAfter a voter that was silent for so long is replaced
     * @return the next voters; empty where they are right, or no step is safe now
     */
    public static Optional<List<String>> next(Now now, Duration deadAfter) {
        if (now.members().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Standing> known = now.known();
        return steps(now, known, deadAfter).stream()
                .filter(next -> lives(next, known, now.leader()))
                .findFirst();
    }

    /** Steps that would help, the best first. */
    private static List<List<String>> steps(Now now, Map<String, Standing> known, Duration deadAfter) {
        List<String> voters = now.voters();
        Optional<String> fresh = now.members().stream()
                .filter(m -> !voters.contains(m.member()) && m.ready() && alive(m))
                .map(Standing::member)
                .findFirst();
        List<List<String>> steps = new ArrayList<>();
        now.gone().stream().map(Standing::member).filter(voters::contains).forEach(g -> {
            if (voters.size() > 1) {
                steps.add(without(voters, g));
            }
            fresh.ifPresent(f -> steps.add(with(without(voters, g), f)));
        });
        if (!steps.isEmpty()) {
            return steps;
        }
        List<String> others =
                voters.stream().filter(v -> !v.equals(now.leader())).toList();
        Optional<String> dead = others.stream()
                .filter(v -> silent(known, v).compareTo(deadAfter) >= 0)
                .findFirst();
        int seats = seats(now.members().size());
        if (voters.size() < seats) {
            fresh.ifPresent(f -> steps.add(with(voters, f)));
        } else if (voters.size() > seats) {
            dead.or(() -> leastHeard(others, known)).ifPresent(v -> steps.add(without(voters, v)));
        } else {
            dead.ifPresent(d -> fresh.ifPresent(f -> steps.add(with(without(voters, d), f))));
        }
        return steps;
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
