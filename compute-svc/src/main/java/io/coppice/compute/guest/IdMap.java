package io.coppice.compute.guest;

import java.util.ArrayList;
import java.util.List;

/**
 * How the users of an unprivileged container are told apart from the host's (user_namespaces(7)).
 *
 * @param first of the host's that stand for the container's, 0 for none: its root is the host's
 */
public record IdMap(int first) {
    private static final int USERS = 65_536;

    public static IdMap of(boolean unprivileged) {
        return new IdMap(unprivileged ? 100_000 : 0);
    }

    public boolean isShifted() {
        return first > 0;
    }

    /** A user or group of the container, as the host numbers it. */
    public int onHost(int id) {
        return first + id;
    }

    /** {@code u 0 100000 65536}, for users and groups. */
    public List<String> lines() {
        List<String> all = new ArrayList<>();
        for (String kind : List.of("u", "g")) {
            all.add(kind + " 0 " + first + " " + USERS);
        }
        return all;
    }

    /** The same program, as the container's root would run it (lxc-usernsexec(1)). */
    public List<String> within(List<String> argv) {
        if (!isShifted()) {
            return argv;
        }
        List<String> all = new ArrayList<>(List.of("lxc-usernsexec"));
        for (String kind : List.of("u", "g")) {
            all.addAll(List.of("-m", kind + ":0:" + first + ":" + USERS));
        }
        all.add("--");
        all.addAll(argv);
        return all;
    }
}
