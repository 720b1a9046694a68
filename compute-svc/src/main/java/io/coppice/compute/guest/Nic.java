package io.coppice.compute.guest;

import io.coppice.contract.guest.DeviceFormats;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.word.Vmid;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A network card of a configuration. */
public record Nic(int index, Map<String, Object> keys) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public Nic {
        keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    public static Optional<Nic> of(String option, String text) {
        if (!option.matches("net\\d+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Nic(Integer.parseInt(option.substring(3)), PropertyStrings.parse(DeviceFormats.NIC, text)));
        } catch (PropertyStrings.Unfit e) {
            return Optional.empty();
        }
    }

    public String model() {
        return text("model").orElse("virtio");
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(Object::toString);
    }

    public Optional<String> bridge() {
        return text("bridge");
    }

    public boolean isLinkDown() {
        return Boolean.TRUE.equals(keys.get("link_down"));
    }

    /** The host's side of it. */
    public String tap(Vmid vmid) {
        return "tap" + vmid + "i" + index;
    }

    /** The same without its address: another is made when it is written. */
    public Nic withoutAddress() {
        Map<String, Object> rest = new LinkedHashMap<>(keys);
        rest.remove("macaddr");
        return new Nic(index, rest);
    }

    /** As the configuration has it: model and address first; an address is made where there is none. */
    public String line() {
        Map<String, Object> rest = new LinkedHashMap<>(keys);
        rest.remove("model");
        rest.remove("macaddr");
        StringBuilder line = new StringBuilder(model())
                .append('=')
                .append(text("macaddr").orElseGet(Nic::newAddress).toUpperCase(Locale.ROOT));
        rest.forEach(
                (k, v) -> line.append(',').append(k).append('=').append(v instanceof Boolean b ? (b ? "1" : "0") : v));
        return line.toString();
    }

    /** Locally administered, unicast (IEEE 802, 48 bits). */
    static String newAddress() {
        byte[] random = new byte[5];
        RANDOM.nextBytes(random);
        StringBuilder text = new StringBuilder("02");
        for (byte b : random) {
            text.append(String.format(Locale.ROOT, ":%02X", b));
        }
        return text.toString();
    }
}
