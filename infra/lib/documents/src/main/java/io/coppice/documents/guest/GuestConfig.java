package io.coppice.documents.guest;

import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.Vmid;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A guest's configuration, {@code nodes/<node>/qemu-server/<vmid>.conf}.
 *
 * @param current what holds now
 * @param pending what will hold after the next start; empty where nothing waits
 * @param special sections such as {@code [special:cloudinit]}, by their name
 * @param snapshots by name
 */
public record GuestConfig(
        GuestSection current,
        GuestSection pending,
        Map<String, GuestSection> special,
        Map<String, GuestSection> snapshots) {
    public GuestConfig {
        special = Collections.unmodifiableMap(new TreeMap<>(special));
        snapshots = Collections.unmodifiableMap(new TreeMap<>(snapshots));
    }

    public static GuestConfig of(GuestSection current) {
        return new GuestConfig(current, GuestSection.EMPTY, Map.of(), Map.of());
    }

    /**
     * What was read, and one text for each line or section that was passed over.
     *
     * @param lines for each warning the number of its line, from 1 on
     */
    public record Parsed(GuestConfig config, List<String> warnings, List<Integer> lines) {}

    /**
     * Passes over what it does not understand; of two sections of one name the last counts.
     *
     * @param options what each option may be, families spelled out ({@code net0}, {@code net1}…)
     */
    public static Parsed parse(Vmid guest, String text, Map<String, Schema> options) {
        return new GuestConfigReader(guest, GuestOptions.of(options), false).read(text);
    }

    /** @throws Malformed at the first line or section that is not understood, or comes twice */
    public static GuestConfig parseStrictly(Vmid guest, String text, Map<String, Schema> options) {
        return new GuestConfigReader(guest, GuestOptions.of(options), true)
                .read(text)
                .config();
    }

    public GuestConfig current(GuestSection section) {
        return new GuestConfig(section, pending, special, snapshots);
    }

    public GuestConfig pending(GuestSection section) {
        return new GuestConfig(current, section, special, snapshots);
    }

    /** The canonical text: current, pending, special sections, snapshots, each sorted. */
    public String text() {
        StringBuilder out = new StringBuilder(current.text(false));
        if (!pending.isEmpty()) {
            out.append("\n[PENDING]\n").append(pending.text(true));
        }
        special.forEach((name, section) ->
                out.append("\n[special:").append(name).append("]\n").append(section.text(false)));
        snapshots.forEach(
                (name, section) -> out.append("\n[").append(name).append("]\n").append(section.text(false)));
        return out.toString();
    }
}
