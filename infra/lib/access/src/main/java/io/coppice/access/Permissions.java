package io.coppice.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What somebody may do at the moment of a call. */
public interface Permissions {
    /** @param path an ACL path such as {@code /vms/100} */
    boolean may(String path, String privilege);

    /**
     * Those of a list that somebody may see, in its order.
     *
     * @param path the ACL path of each
     * @param anyOf one of these privileges is enough
     */
    default <T> List<T> visible(Collection<T> all, Function<? super T, String> path, String... anyOf) {
        return all.stream()
                .filter(one -> {
                    String where = path.apply(one);
                    return Arrays.stream(anyOf).anyMatch(privilege -> may(where, privilege));
                })
                .toList();
    }
}
