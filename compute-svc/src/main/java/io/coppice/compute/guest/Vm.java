package io.coppice.compute.guest;

import io.coppice.contract.guest.VmOptions;
import io.coppice.contract.schema.Schema;
import io.coppice.contract.word.Vmid;
import io.coppice.documents.guest.GuestConfig;
import io.coppice.documents.guest.GuestSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual machine as its configuration says. */
public record Vm(Vmid vmid, GuestConfig config) {
    private static final Map<String, Schema> OPTIONS = VmOptions.schemas();

    public static Vm parse(Vmid vmid, String text) {
        return new Vm(vmid, GuestConfig.parse(vmid, text, OPTIONS).config());
    }

    public GuestSection now() {
        return config.current();
    }

    public Optional<String> option(String name) {
        return now().option(name);
    }

    public String option(String name, String otherwise) {
        return option(name).orElse(otherwise);
    }

    public boolean isOn(String name, boolean otherwise) {
        return option(name).map(v -> !v.equals("0")).orElse(otherwise);
    }

    public long number(String name, long otherwise) {
        return option(name)
                .filter(v -> v.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(otherwise);
    }

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

    public Optional<String> lock() {
        return option("lock");
    }

    public List<Drive> drives() {
        return drives(now());
    }

    /** The disks and CD-ROMs of a section, in the order of their names. */
    public static List<Drive> drives(GuestSection section) {
        List<Drive> all = new ArrayList<>();
        section.options().forEach((name, text) -> Drive.of(name, text).ifPresent(all::add));
        return all;
    }

    public List<Nic> nics() {
        List<Nic> all = new ArrayList<>();
        now().options().forEach((name, text) -> Nic.of(name, text).ifPresent(all::add));
        return all;
    }
}
