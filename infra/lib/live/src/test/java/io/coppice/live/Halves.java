package io.coppice.live;

import static io.coppice.testkit.Eventually.that;

import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A program for a network namespace of its own: four members lose and find each other, two and two. */
final class Halves {
    private static final int EACH = 20;
    private static final String GONE = "gone";
    private static final List<String> ALL = List.of("127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4");
    private static final String CUT = "add table inet halves;"
            + " add chain inet halves out { type filter hook output priority 0 ; };"
            + " add rule inet halves out ip saddr { 127.0.1.1, 127.0.1.2 } ip daddr { 127.0.1.3, 127.0.1.4 } drop;"
            + " add rule inet halves out ip saddr { 127.0.1.3, 127.0.1.4 } ip daddr { 127.0.1.1, 127.0.1.2 } drop";

    private final List<HazelcastLive> members = new ArrayList<>();

    private Halves() {}

    public static void main(String[] none) throws Exception {
        try {
            run("ip", "link", "set", "lo", "up");
            new Halves().loseAndFind();
        } catch (Exception | AssertionError e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private void loseAndFind() throws Exception {
        String secret = UUID.randomUUID().toString();
        for (int n = 1; n <= ALL.size(); n++) {
            HazelcastLive member = new HazelcastLive(
                    new NodeName("pve" + n), new Members(secret, ALL.get(n - 1), ALL), Clock.systemUTC());
            members.add(member);
            if (!member.awaitShared(60)) {
                throw new IllegalStateException("member " + n + " did not join");
            }
        }
        members.get(1).put("guest", GONE, Map.of());
        put(1);
        that("all see all", () -> all(0, 4, 0, 4, 1) && have(GONE) == 4);
        run("nft", CUT);
        members.get(1).remove("guest", GONE);
        put(2);
        that("each half is whole for itself", () -> all(0, 2, 0, 2, 2) && all(2, 4, 2, 4, 2));
        run("nft", "delete table inet halves");
        put(3);
        that("all see all again", () -> all(0, 4, 0, 4, 3));
        that("what was removed meanwhile stays removed", () -> have(GONE) == 0);
        System.out.println("the halves are one");
    }

    private void put(int round) {
        for (int n = 1; n <= members.size(); n++) {
            for (int i = 0; i < EACH; i++) {
                members.get(n - 1).put("guest", n + "-" + i, Map.of("round", (long) round));
            }
        }
    }

    private long have(String guest) {
        return members.stream().filter(m -> m.get("guest", guest).isPresent()).count();
    }

    /** Whether some members see of some what they put last. */
    private boolean all(int from, int to, int owner, int lastOwner, long round) {
        for (HazelcastLive member : members.subList(from, to)) {
            for (int n = owner + 1; n <= lastOwner; n++) {
                for (int i = 0; i < EACH; i++) {
                    if (member.get("guest", n + "-" + i)
                            .filter(item -> item.figures().get("round").equals(round))
                            .isEmpty()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static void run(String... argv) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(argv).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(List.of(argv) + " ended with " + exit);
        }
    }
}
