package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.guest.MachineFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a guest boots from: {@code order=scsi0;net0}, or letters for the first disk, the CD-ROMs and the network. */
final class BootOrder {
    private static final int FIRST = 100;
    private final List<String> devices;

    private BootOrder(List<String> devices) {
        this.devices = devices;
    }

    static BootOrder of(Vm vm) {
        Map<String, Object> keys = vm.option("boot")
                .map(t -> CommandLine.keys(MachineFormats.BOOT, t))
                .orElse(Map.of());
        Object order = keys.get("order");
        if (order != null) {
            return new BootOrder(List.of(order.toString().split("[;,\\s]+")));
        }
        List<String> devices = new ArrayList<>();
        for (char letter : String.valueOf(keys.getOrDefault("legacy", "cdn")).toCharArray()) {
            switch (letter) {
                case 'c' -> disk(vm, devices);
                case 'd' ->
                    vm.drives().stream()
                            .filter(Drive::isCdrom)
                            .map(Drive::option)
                            .forEach(devices::add);
                case 'n' ->
                    vm.nics().stream().map(Nic::index).map(i -> "net" + i).forEach(devices::add);
                default -> {}
            }
        }
        return new BootOrder(devices);
    }

    private static void disk(Vm vm, List<String> devices) {
        vm.option("bootdisk")
                .or(() -> vm.drives().stream()
                        .filter(d -> !d.isCdrom()
                                && List.of("scsi", "virtio", "ide", "sata").contains(d.bus()))
                        .map(Drive::option)
                        .findFirst())
                .ifPresent(devices::add);
    }

    /** Its place among what is tried, from 100 on. */
    OptionalInt index(String device) {
        int at = devices.indexOf(device);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(FIRST + at);
    }
}
