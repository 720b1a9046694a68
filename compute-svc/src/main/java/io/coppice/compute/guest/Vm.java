package io.coppice.compute.guest;

import io.coppice.contract.guest.GuestKind;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A virtual machine as its configuration says; its drives and cards are read from that once. */
public final class Vm implements Guest {
    private final Vmid vmid;
    private final GuestConfig config;

    /** Two that read at once read the same. */
    private volatile @Nullable List<Drive> drives;

    private volatile @Nullable List<Nic> nics;

    public Vm(Vmid vmid, GuestConfig config) {
        this.vmid = vmid;
        this.config = config;
    }

    @Override
    public Vmid vmid() {
        return vmid;
    }

    @Override
    public GuestConfig config() {
        return config;
    }

    public static Vm parse(Vmid vmid, String text) {
        return new Vm(
                vmid, GuestConfig.parse(vmid, text, GuestKind.QEMU.schemas()).config());
    }

    @Override
    public GuestKind kind() {
        return GuestKind.QEMU;
    }

    @Override
    public String name() {
        return option("name", "VM " + vmid);
    }

    public long memoryMib() {
        String text = option("memory", "512").replaceFirst("^current=", "").split(",", 2)[0];
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : 512;
    }

    public int sockets() {
        return (int) number("sockets", number("smp", 1));
    }

    public int cores() {
        return (int) number("cores", 1);
    }

    public int processors() {
        long plugged = number("vcpus", 0);
        return plugged > 0 ? (int) plugged : sockets() * cores();
    }

    public List<Drive> drives() {
        List<Drive> known = drives;
        if (known == null) {
            known = List.copyOf(drives(now()));
            drives = known;
        }
        return known;
    }

    /** The disks and CD-ROMs of a section, in the order of their names. */
    public static List<Drive> drives(GuestSection section) {
        List<Drive> all = new ArrayList<>();
        section.options().forEach((name, text) -> Drive.of(name, text).ifPresent(all::add));
        return all;
    }

    public List<Nic> nics() {
        List<Nic> known = nics;
        if (known == null) {
            List<Nic> all = new ArrayList<>();
            now().options().forEach((name, text) -> Nic.of(name, text).ifPresent(all::add));
            known = List.copyOf(all);
            nics = known;
        }
        return known;
    }
}
