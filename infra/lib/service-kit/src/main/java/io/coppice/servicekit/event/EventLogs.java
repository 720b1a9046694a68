package io.coppice.servicekit.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * All logs of this node, one per service and one of the truth's history, for those who read them; where that is asked for,
 * those of the other nodes too.
 */
public final class EventLogs {
    private final List<Path> roots;
    private final List<Listing<List<Path>>> folders;
    private final Map<Path, Listing<String>> names = new HashMap<>();
    private final Map<String, LogLines> readers = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long wakes;

    public EventLogs(Path root) {
        this(List.of(root));
    }

    private EventLogs(List<Path> roots) {
        this.roots = roots;
        this.folders =
                roots.stream().map(r -> new Listing<>(r, EventLogs::below)).toList();
    }

    private static List<Path> below(Path root) throws IOException {
        try (Stream<Path> all = Files.exists(root) ? Files.list(root) : Stream.empty()) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** The same logs with readers of their own, so that whoever reads far back does not hold up who reads the ends. */
    public EventLogs apart() {
        return new EventLogs(roots);
    }

    /** These, and the copies of other nodes' logs that lie below a folder; it need not be there. */
    public EventLogs with(Path copies) {
        return new EventLogs(List.of(roots.getFirst(), copies));
    }

    /** Readers by the log's name; a log that was made anew comes under its new name. */
    public Map<String, LogLines> all() throws IOException {
        Map<String, LogLines> all = new TreeMap<>();
        lock.lock();
        try {
            Set<Path> there = new HashSet<>();
            for (int i = 0; i < folders.size(); i++) {
                List<Path> below = folders.get(i).now();
                find(below, i > 0, all);
                there.addAll(below);
            }
            names.keySet().retainAll(there);
            readers.keySet().retainAll(all.keySet());
        } finally {
            lock.unlock();
        }
        return all;
    }

    private void find(List<Path> below, boolean copies, Map<String, LogLines> all) throws IOException {
        for (Path folder : below) {
            String name = names.computeIfAbsent(
                            folder,
                            f -> new Listing<>(f, at -> new LogFolder(at).name().orElse("")))
                    .now();
            if (!name.isEmpty()) {
                all.put(name, readers.computeIfAbsent(name, n -> reader(n, folder, copies)));
            }
        }
    }

    private static LogLines reader(String name, Path folder, boolean copy) {
        return HistoryLog.is(name) ? new HistoryLog(folder) : new LogReader(folder, copy);
    }

    /** Something was written, by this process. */
    public void wake() {
        lock.lock();
        try {
            wakes++;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often something was written: taken before reading, so that nothing is missed by {@link #awaitMore}. */
    public long seen() {
        lock.lock();
        try {
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until more was written than was seen, or so long at most; what other processes write wakes nobody. */
    public void awaitMore(long seen, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (wakes == seen && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
