package io.coppice.auth.login;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down guessing: after five failures in a row a user, and after twenty an address, waits; one second, doubled by
 * each further failure up to a minute. Where a user has logged in from an address before, guesses that others make
 * elsewhere do not keep it out there. Ten thousand names are remembered, the longest unused forgotten first.
 */
public final class Slowdown {
    private static final int REMEMBERED = 10_000;
    private static final int FREE_PER_USER = 5;
    private static final int FREE_PER_ADDRESS = 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final Map<String, Boolean> familiar = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Counted from the last one: a clock that was set back since then keeps nobody waiting. */
    private record Failures(int count, Instant since, Duration pause) {
        boolean holds(Instant now) {
            return !now.isBefore(since) && now.isBefore(since.plus(pause));
        }
    }

    /** @throws Refused when it is too early for another try */
    public synchronized void admit(String user, String address, Instant now) {
        for (String name : names(user, address)) {
            Failures f = failures.get(name);
            if (f != null && f.holds(now)) {
                throw new Refused(new Failure.Unauthenticated("authentication failure"));
            }
        }
    }

    public synchronized void failed(String user, String address, Instant now) {
        for (String name : names(user, address)) {
            int free = !name.startsWith("a:") ? FREE_PER_USER : FREE_PER_ADDRESS;
            Failures before = failures.get(name);
            int count = before == null ? 1 : before.count() + 1;
            Duration wait = count < free
                    ? Duration.ZERO
                    : Duration.ofSeconds(Math.min(LONGEST.toSeconds(), 1L << Math.min(10, count - free)));
            failures.put(name, new Failures(count, now, wait));
        }
    }

    public synchronized void succeeded(String user, String address) {
        names(user, address).forEach(failures::remove);
        familiar.put(pair(user, address), true);
    }

    private List<String> names(String user, String address) {
        String who = familiar.get(pair(user, address)) == null ? "u:" + user : pair(user, address);
        return address.isEmpty() ? List.of(who) : List.of(who, "a:" + address);
    }

    private static String pair(String user, String address) {
        return "p:" + user + " " + address;
    }
}
