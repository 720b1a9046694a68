package io.coppice.compute.migration;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.StorageId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which storage takes the place of which over there. Pure.
 *
 * @param pairs those that are named
 * @param others the one for all others; empty where each is its own
 */
record StorageMap(Map<StorageId, StorageId> pairs, Optional<StorageId> others) {
    StorageMap {
        pairs = Map.copyOf(pairs);
    }

    /**
     * @param parameter what it is called where it comes from
     * @param text {@code fast}, {@code local:fast,slow:slower}, or {@code 1} for each its own
     * @throws Refused naming the parameter
     */
    static StorageMap parse(String parameter, String text) {
        Map<StorageId, StorageId> pairs = new LinkedHashMap<>();
        Optional<StorageId> others = Optional.empty();
        boolean own = false;
        try {
            for (String entry : text.strip().split("[,;\\s]+")) {
                int colon = entry.indexOf(':');
                boolean again = colon > 0
                        ? pairs.put(id(entry.substring(0, colon)), id(entry.substring(colon + 1))) != null
                        : own || others.isPresent();
                if (again) {
                    throw Refused.badParameter(parameter, "'" + entry + "' comes after another for the same storages");
                }
                own |= entry.equals("1");
                if (colon <= 0 && !entry.equals("1")) {
                    others = Optional.of(id(entry));
                }
            }
        } catch (Malformed e) {
            throw Refused.badParameter(parameter, "invalid format - " + e.getMessage());
        }
        if (own && !pairs.isEmpty()) {
            throw Refused.badParameter(parameter, "'1' stands alone: each storage is its own then");
        }
        return new StorageMap(pairs, others);
    }

    private static StorageId id(String text) {
        return new StorageId(text);
    }

    static StorageMap same() {
        return new StorageMap(Map.of(), Optional.empty());
    }

    StorageId of(StorageId storage) {
        return Optional.ofNullable(pairs.get(storage)).or(() -> others).orElse(storage);
    }
}
