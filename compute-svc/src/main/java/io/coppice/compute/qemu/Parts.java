package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.storage.Opening;
import io.coppice.documents.guest.GuestConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Single parts of a command line, as QMP takes them when they are plugged into a running guest. */
public final class Parts {
    private Parts() {}

    /** A network card: {@code netdev_add} and {@code device_add}. */
    public record Card(Map<String, String> backend, Map<String, String> device) {}

    /** A disk: {@code object-add} for its thread, {@code device_add} for its controller and itself. */
    public record Disk(
            List<Map<String, String>> objects, List<Map<String, String>> controllers, Map<String, String> device) {}

    public static Card nic(Launch launch, Nic nic) {
        Launch alone = with(launch, "net" + nic.index(), nic.line());
        MachineType machine = MachineType.of(alone);
        Nics nics = new Nics(alone, machine, new PciAddress(machine));
        List<String> argv =
                nics.arguments(boot(launch, "net" + nic.index(), nic.line())).list();
        return new Card(split(argv.get(1), "type"), split(argv.get(3), "driver"));
    }

    public static Disk disk(Launch launch, Drive drive, Opening opening) {
        Launch alone = with(launch, drive.option(), drive.line());
        alone = new Launch(
                alone.vm(), Map.of(drive.option(), opening), alone.files(), alone.accelerator(), false, alone.around());
        MachineType machine = MachineType.of(alone);
        Disks disks = new Disks(alone, machine, new PciAddress(machine));
        List<Map<String, String>> objects = new ArrayList<>();
        for (String text : disks.objects().list()) {
            if (text.startsWith("iothread,")) {
                objects.add(split(text, "qom-type"));
            }
        }
        List<Map<String, String>> devices = new ArrayList<>();
        List<String> argv =
                disks.devices(boot(launch, drive.option(), drive.line())).list();
        for (int i = 0; i < argv.size(); i += 2) {
            if (argv.get(i).equals("-device")) {
                devices.add(split(argv.get(i + 1), "driver"));
            }
        }
        return new Disk(objects, devices.subList(0, devices.size() - 1), devices.getLast());
    }

    /** Its place among all that the guest has. */
    private static BootOrder boot(Launch launch, String option, String line) {
        Vm vm = launch.vm();
        return BootOrder.of(new Vm(vm.vmid(), GuestConfig.of(vm.now().with(option, line))));
    }

    /** The guest with this part and no other of its kind. */
    private static Launch with(Launch launch, String option, String line) {
        Vm vm = launch.vm();
        var section = vm.now();
        for (String name : vm.now().options().keySet()) {
            if (name.matches("net\\d+") || Drive.of(name, "none").isPresent()) {
                section = section.without(name);
            }
        }
        Vm alone = new Vm(vm.vmid(), GuestConfig.of(section.with(option, line)));
        return new Launch(alone, Map.of(), launch.files(), launch.accelerator(), false, launch.around());
    }

    private static Map<String, String> split(String argument, String first) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String part : argument.split("(?<!,),(?!,)")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                all.put(first, part);
            } else {
                all.put(part.substring(0, equals), part.substring(equals + 1).replace(",,", ","));
            }
        }
        return all;
    }
}
