package io.coppice.compute.guest;

import io.coppice.contract.guest.CtFormats;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.word.Vmid;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A network card of a container. */
public record CtNic(int index, Map<String, Object> keys) {
    public CtNic {
        keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    public static Optional<CtNic> of(String option, String text) {
        if (!option.matches("net\\d+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new CtNic(Integer.parseInt(option.substring(3)), PropertyStrings.parse(CtFormats.NIC, text)));
        } catch (PropertyStrings.Unfit e) {
            return Optional.empty();
        }
    }

    /** In the container, {@code eth0}. */
    public String name() {
        return text("name").orElse("eth" + index);
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(keys.get(key)).map(Object::toString);
    }

    /** The host's side of it. */
    public String veth(Vmid vmid) {
        return "veth" + vmid + "i" + index;
    }

    /** What the host sees of it: bridge, VLAN and link, as of a virtual machine's. */
    public Nic cable() {
        return new Nic(index, keys);
    }

    /** As the configuration has it: the name first; an address is made where there is none. */
    public String line() {
        Map<String, Object> rest = new LinkedHashMap<>(keys);
        rest.remove("name");
        rest.remove("type");
        rest.put("hwaddr", text("hwaddr").orElseGet(Nic::newAddress).toUpperCase(Locale.ROOT));
        StringBuilder line = new StringBuilder("name=").append(name());
        rest.forEach(
                (k, v) -> line.append(',').append(k).append('=').append(v instanceof Boolean b ? (b ? "1" : "0") : v));
        return line.append(",type=veth").toString();
    }
}
