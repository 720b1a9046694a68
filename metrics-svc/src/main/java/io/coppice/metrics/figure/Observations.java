package io.coppice.metrics.figure;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.documents.section.SectionFile;
import io.coppice.live.Freshness;
import io.coppice.live.Live;
import io.coppice.store.Document;
import io.coppice.store.Image;
import io.coppice.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Looks at live state, in this process' memory. */
public final class Observations {
    private static final String STORAGES = "storage.cfg:";
    private final Store store;
    private final Live live;
    private final Clock clock;
    private final Map<String, Guest> guests = new ConcurrentHashMap<>();

    /** What was read of one document. */
    private record Guest(Document document, Optional<GuestName> name) {}

    public Observations(Store store, Live live, Clock clock) {
        this.store = store;
        this.live = live;
        this.clock = clock;
    }

    /** All that is told of and fresh, of all nodes. */
    public List<Observation> all() {
        return seen(item -> true);
    }

    /** What one node tells. */
    public List<Observation> of(NodeName owner) {
        return seen(item -> item.owner().equals(owner));
    }

    private List<Observation> seen(Predicate<Live.Item> wanted) {
        Image image = store.image();
        List<Observation> all = new ArrayList<>();
        for (Live.Item item : fresh("node", wanted)) {
            all.add(new Observation(
                    Kind.NODE,
                    item.key(),
                    item.key(),
                    item.owner(),
                    0,
                    item.asofMillis(),
                    Map.of(),
                    item.figures(),
                    details("node-details", item.key())));
        }
        Set<String> seen = new HashSet<>();
        for (Live.Item item : fresh("guest", wanted)) {
            seen.add(item.key());
            guest(image, item).ifPresent(all::add);
        }
        if (guests.size() > 2 * seen.size() + 64) {
            guests.keySet().retainAll(seen);
        }
        for (Live.Item item : fresh("storage", wanted)) {
            storage(image, item).ifPresent(all::add);
        }
        return all;
    }

    private List<Live.Item> fresh(String kind, Predicate<Live.Item> wanted) {
        long now = clock.millis();
        return live.entries(kind).stream()
                .filter(i -> Freshness.isFresh(i, now) && wanted.test(i))
                .toList();
    }

    private Map<String, Object> details(String kind, String key) {
        return live.get(kind, key)
                .filter(i -> Freshness.isFresh(i, clock.millis()))
                .map(Live.Item::figures)
                .orElse(Map.of());
    }

    private Optional<Observation> guest(Image image, Live.Item item) {
        Optional<Document> found =
                item.key().matches("\\d{1,9}") ? image.guest(Integer.parseInt(item.key())) : Optional.empty();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Document d = found.get();
        Guest guest = guests.get(item.key());
        if (guest == null || guest.document() != d) {
            guest = new Guest(d, GuestName.of(d));
            guests.put(item.key(), guest);
        }
        return guest.name()
                .map(g -> new Observation(
                        g.kind(),
                        item.key(),
                        g.name(),
                        g.node(),
                        d.since(),
                        item.asofMillis(),
                        g.properties(),
                        item.figures(),
                        details("guest-details", item.key())));
    }

    private static Optional<Observation> storage(Image image, Live.Item item) {
        try {
            String[] parts = item.key().split("/", 2);
            NodeName node = new NodeName(parts[0]);
            StorageId id = new StorageId(parts[parts.length - 1]);
            return image.find(STORAGES + id)
                    .map(d -> new Observation(
                            Kind.STORAGE,
                            item.key(),
                            id.text(),
                            node,
                            d.since(),
                            item.asofMillis(),
                            properties(d),
                            item.figures(),
                            Map.of()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> properties(Document section) {
        SectionFile.Section s = SectionFile.section(section.text());
        Map<String, String> all = new HashMap<>();
        all.put("type", s.type());
        all.put("content", s.property("content").orElse("images,rootdir"));
        all.put("shared", s.property("shared").orElse("0"));
        all.put("enabled", s.property("disable").orElse("0").equals("1") ? "0" : "1");
        return all;
    }
}
