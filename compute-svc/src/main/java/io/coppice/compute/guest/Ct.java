package io.coppice.compute.guest;

import io.coppice.contract.guest.CtFormats;
import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.schema.PropertyStrings;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container as its configuration says. */
public record Ct(Vmid vmid, GuestConfig config) implements Guest {
    public static Ct parse(Vmid vmid, String text) {
        return new Ct(
                vmid, GuestConfig.parse(vmid, text, GuestKind.LXC.schemas()).config());
    }

    @Override
    public GuestKind kind() {
        return GuestKind.LXC;
    }

    @Override
    public String name() {
        return option("hostname", "CT" + vmid);
    }

    public long memoryMib() {
        return number("memory", 512);
    }

    public long swapMib() {
        return number("swap", 512);
    }

    /** Of the host's processors, 0 for no limit. */
    public double cpuLimit() {
        return option("cpulimit")
                .filter(t -> t.matches("\\d{1,6}(\\.\\d{1,6})?"))
                .map(Double::parseDouble)
                .orElse(0.0);
    }

    /** Its root is nobody on the host. */
    public boolean isUnprivileged() {
        return isOn("unprivileged", false);
    }

    /** Whether something that is not usual is allowed. */
    public boolean has(String feature) {
        return Boolean.TRUE.equals(features().get(feature));
    }

    /** File systems that it may mount beyond the usual. */
    public List<String> mayMount() {
        return Optional.ofNullable(features().get("mount")).stream()
                .flatMap(t -> List.of(t.toString().split("[; ]+")).stream())
                .filter(t -> !t.isEmpty())
                .toList();
    }

    private Map<String, Object> features() {
        try {
            return PropertyStrings.parse(CtFormats.FEATURES, option("features", ""));
        } catch (PropertyStrings.Unfit e) {
            return Map.of();
        }
    }

    /** The root file system first, then the others in the order in which they are mounted. */
    public List<MountPoint> mounts() {
        List<MountPoint> all = new ArrayList<>();
        now().options()
                .forEach((name, text) ->
                        MountPoint.of(name, text).filter(m -> !m.isUnused()).ifPresent(all::add));
        all.sort(Comparator.comparingInt(MountPoint::index));
        return all;
    }

    public List<CtNic> nics() {
        List<CtNic> all = new ArrayList<>();
        now().options().forEach((name, text) -> CtNic.of(name, text).ifPresent(all::add));
        all.sort(Comparator.comparingInt(CtNic::index));
        return all;
    }
}
