package io.coppice.node.link;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;

/**
 * Where connections wait until their other end has shown who it is. There is room for so many in all and so many of one
 * address; whoever comes when there is none is let in, and the one that has waited longest goes, of the same address where
 * that has its share, else of the one that has most. So who is quick is not kept out by who says nothing. Thread-safe.
 */
final class Doorstep {
    private final int mostInAll;
    private final int mostOfOne;
    private final Map<InetAddress, LinkedHashSet<Place>> waiting = new HashMap<>();
    private int size;

    /** A connection that waits. */
    final class Place {
        private final InetAddress from;
        private final Runnable close;

        private Place(InetAddress from, Runnable close) {
            this.from = from;
            this.close = close;
        }

        /** It has shown who it is, or is closed. May be said again. */
        void leave() {
            remove(this);
        }
    }

    /**
     * @param mostInAll 1 or more
     * @param mostOfOne 1 or more, of one address
     */
    Doorstep(int mostInAll, int mostOfOne) {
        this.mostInAll = mostInAll;
        this.mostOfOne = mostOfOne;
    }

    /** @param close called, on another connection's thread, where it has to make room; must be quick */
    Place enter(InetAddress from, Runnable close) {
        Place entered = new Place(from, close);
        Place gone = null;
        synchronized (this) {
            int own = waiting.getOrDefault(from, new LinkedHashSet<>()).size();
            if (own >= mostOfOne) {
                gone = longest(from);
            } else if (size >= mostInAll) {
                gone = longest(crowd());
            }
            if (gone != null) {
                remove(gone);
            }
            waiting.computeIfAbsent(from, address -> new LinkedHashSet<>()).add(entered);
            size++;
        }
        if (gone != null) {
            gone.close.run();
        }
        return entered;
    }

    private Place longest(InetAddress from) {
        return Objects.requireNonNull(waiting.get(from)).getFirst();
    }

    /** The address of which most wait. */
    private InetAddress crowd() {
        return waiting.entrySet().stream()
                .max(Comparator.comparingInt(e -> e.getValue().size()))
                .orElseThrow()
                .getKey();
    }

    private synchronized void remove(Place place) {
        LinkedHashSet<Place> own = waiting.get(place.from);
        if (own != null && own.remove(place)) {
            size--;
            if (own.isEmpty()) {
                waiting.remove(place.from);
            }
        }
    }

    /** How many wait now. */
    synchronized int size() {
        return size;
    }
}
