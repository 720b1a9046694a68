package io.coppice.compute.config;

import io.coppice.compute.guest.GuestFiles;
import io.coppice.compute.guest.PendingChanges;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import io.coppice.store.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code GET …/config} and {@code GET …/pending}. */
public final class Configs {
    private static final Set<String> TEXTS = Set.of("memory");
    private static final String HIDDEN = "**********";
    private final GuestFiles<?> guests;

    public Configs(GuestFiles<?> guests) {
        this.guests = guests;
    }

    /** With what is pending laid over it, unless the present one or a snapshot's is asked for. */
    public Map<String, Object> read(VmConfigApi.Read in) {
        Document document = guests.require(in.vmid());
        GuestConfig config = guests.of(in.vmid(), document).config();
        GuestSection section = config.current();
        if (in.snapshot().isPresent()) {
            section = config.snapshots().get(in.snapshot().get());
            if (section == null) {
                throw Refused.notFound("snapshot '" + in.snapshot().get() + "' does not exist");
            }
        } else if (!in.current()) {
            section = PendingChanges.laidOver(config);
        }
        Map<String, Object> all = new TreeMap<>();
        section.options().forEach((name, text) -> all.put(name, shown(name, text)));
        section.description().ifPresent(d -> all.put("description", d));
        if (!section.raw().isEmpty()) {
            all.put(
                    "lxc",
                    section.raw().stream().map(r -> List.of(r.key(), r.value())).toList());
        }
        all.put("digest", document.digest());
        return all;
    }

    /** Numbers are numbers, but for what clients know as text; secrets are not shown. */
    private Object shown(String name, String text) {
        if (guests.kind().option(name).map(o -> o.isSecret()).orElse(false)) {
            return HIDDEN;
        }
        Schema.Kind kind =
                guests.kind().option(name).map(o -> o.schema().kind()).orElse(Schema.Kind.STRING);
        boolean number = (kind == Schema.Kind.INTEGER || kind == Schema.Kind.BOOLEAN) && text.matches("-?\\d{1,18}");
        return number && !TEXTS.contains(name) ? (Object) Long.parseLong(text) : text;
    }

    public List<Map<String, Object>> pending(Vmid vmid) {
        GuestConfig config = guests.read(vmid).config();
        Set<String> deleted = PendingChanges.deleted(config.pending());
        Set<String> names = new TreeSet<>(config.current().options().keySet());
        names.addAll(config.pending().options().keySet());
        names.remove("delete");
        List<Map<String, Object>> all = new ArrayList<>();
        config.current().description().ifPresent(d -> all.add(Map.of("key", "description", "value", d)));
        for (String name : names) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", name);
            config.current().option(name).ifPresent(v -> entry.put("value", shown(name, v)));
            config.pending().option(name).ifPresent(v -> entry.put("pending", shown(name, v)));
            if (deleted.contains(name)) {
                entry.put("delete", 1);
            }
            all.add(entry);
        }
        return all;
    }
}
