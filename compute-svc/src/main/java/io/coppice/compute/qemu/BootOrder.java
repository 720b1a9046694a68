package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.guest.MachineFormats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a guest boots from: {@code order=scsi0;net0}, or letters for its boot disk, the CD-ROMs and the network. */
final class BootOrder {
    private static final int STEP = 100;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    static BootOrder of(Vm vm) {
        BootOrder order = new BootOrder();
        Optional<String> text = vm.option("boot");
        Map<String, Object> keys =
                text.map(t -> CommandLine.keys(MachineFormats.BOOT, t)).orElse(Map.of());
        Object devices = keys.get("order");
        if (devices != null) {
            int place = STEP;
            for (String device : devices.toString().split("[;,\\s]+")) {
                order.places.put(device, place++);
            }
        } else if (text.isEmpty() || !text.get().isBlank()) {
            order.letters(vm, String.valueOf(keys.getOrDefault("legacy", "cdn")));
        }
        return order;
    }

    private void letters(Vm vm, String letters) {
        int place = STEP;
        for (char letter : letters.toCharArray()) {
            int at = place;
            switch (letter) {
                case 'c' -> vm.option("bootdisk").ifPresent(d -> places.put(d, at));
                case 'd' -> {
                    int next = at;
                    for (Drive d : vm.drives()) {
                        if (d.isCdrom()) {
                            places.put(d.option(), next++);
                        }
                    }
                }
                case 'n' -> {
                    int next = at;
                    for (Nic n : vm.nics()) {
                        places.put("net" + n.index(), next++);
                    }
                }
                default -> {}
            }
            place += STEP;
        }
    }

    OptionalInt index(String device) {
        Integer place = places.get(device);
        return place == null ? OptionalInt.empty() : OptionalInt.of(place);
    }
}
