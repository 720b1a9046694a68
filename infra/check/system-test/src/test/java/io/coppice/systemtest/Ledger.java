package io.coppice.systemtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a node may hold, as far as its clients were told: of each thing the values that it can have. A change that was
 * acknowledged leaves its new value alone, a refused one the values of before, and one without an answer leaves both.
 * Every thing has one client that changes it, one change after the other.
 */
final class Ledger {
    static final String NOTHING = "nothing";

    /** A change on its way. */
    record Change(String thing, Set<String> before, String wanted) {}

    private final Map<String, Set<String>> possible = new TreeMap<>();
    private final Map<String, Change> tasks = new TreeMap<>();
    private final Map<String, String> refusals = new TreeMap<>();
    private int acknowledged;
    private int unknown;

    synchronized Change begin(String thing, String wanted) {
        Set<String> before = Set.copyOf(possible.getOrDefault(thing, Set.of(NOTHING)));
        possible.put(thing, with(before, wanted));
        unknown++;
        return new Change(thing, before, wanted);
    }

    synchronized void done(Change change) {
        possible.put(change.thing(), Set.of(change.wanted()));
        acknowledged++;
        unknown--;
    }

    /** @param why as its client was told; told again where what is there cannot be */
    synchronized void refused(Change change, String why) {
        refusals.put(change.thing(), why);
        possible.put(change.thing(), change.before());
        unknown--;
    }

    /** A task took the change: how that ends decides. */
    synchronized void taken(Change change, String upid) {
        tasks.put(upid, change);
    }

    synchronized void ended(String upid, String exit) {
        Change change = tasks.remove(upid);
        if (change != null && exit.equals("OK")) {
            done(change);
        } else if (change != null) {
            refused(change, exit);
        }
    }

    synchronized Set<String> openTasks() {
        return new TreeSet<>(tasks.keySet());
    }

    /** What a loss of power ends by its nature, such as all that runs, may be gone, whatever was acknowledged. */
    synchronized void mayBeGone(String kind) {
        possible.replaceAll((thing, may) -> thing.startsWith(kind + ":") ? with(may, NOTHING) : may);
    }

    private static Set<String> with(Set<String> values, String one) {
        Set<String> all = new HashSet<>(values);
        all.add(one);
        return all;
    }

    /** Compares with what is there, says what cannot be, and goes on from what is. */
    synchronized List<String> compare(Map<String, String> found) {
        Set<String> things = new TreeSet<>(possible.keySet());
        things.addAll(found.keySet());
        List<String> wrong = new ArrayList<>();
        for (String thing : things) {
            Set<String> may = possible.getOrDefault(thing, Set.of(NOTHING));
            String is = found.getOrDefault(thing, NOTHING);
            if (!may.contains(is)) {
                String refused = refusals.containsKey(thing) ? "; last refused: " + refusals.get(thing) : "";
                wrong.add(thing + " is " + is + " and may be " + new TreeSet<>(may) + refused);
            }
            possible.put(thing, Set.of(is));
        }
        unknown = 0;
        return wrong;
    }

    synchronized int acknowledged() {
        return acknowledged;
    }

    synchronized int unknown() {
        return unknown;
    }
}
