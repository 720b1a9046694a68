package io.coppice.node.membership;

import io.coppice.contract.failure.Refused;
import io.coppice.store.Document;
import io.coppice.store.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What keeps a node from joining, and what of it ends when it joins; pure. */
final class JoinCheck {
    private static final Map<String, String> KINDS = Map.of(
            "user.cfg:user:", "user",
            "user.cfg:group:", "group",
            "user.cfg:pool:", "pool",
            "token.cfg:", "token",
            "storage.cfg:", "storage",
            "jobs.cfg:", "job",
            "domains.cfg:", "realm");

    /** What each first start makes by itself. */
    private static final Set<String> MADE =
            Set.of("user admin@pve", "user root@pam", "storage local", "realm pam", "realm pve");

    private JoinCheck() {}

    /**
     * @param force whether what ends may end
     * @throws Refused naming what stands in the way
     */
    static void require(Image image, boolean force) {
        ClusterTruth.name(image).ifPresent(name -> {
            throw Refused.conflict("this node belongs to the cluster '" + name + "' already");
        });
        List<Integer> guests = new ArrayList<>();
        image.eachGuest(guests::add);
        if (!guests.isEmpty()) {
            guests.sort(null);
            throw Refused.conflict(
                    "this node has guests: " + guests + "; only one without can join, so move or destroy them first");
        }
        Set<String> ends = ends(image);
        if (!ends.isEmpty() && !force) {
            throw Refused.conflict(
                    "with joining these end here: " + String.join(", ", ends) + "; join by force to let them go");
        }
    }

    static Set<String> ends(Image image) {
        Set<String> all = new TreeSet<>();
        KINDS.forEach((prefix, kind) -> {
            for (Document d : image.below(prefix)) {
                all.add(kind + " " + d.path().substring(prefix.length()));
            }
        });
        all.removeAll(MADE);
        return all;
    }
}
