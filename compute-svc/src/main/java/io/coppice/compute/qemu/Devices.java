package io.coppice.compute.qemu;

import io.coppice.compute.guest.Drive;
import io.coppice.compute.guest.Vm;
import io.coppice.contract.guest.DeviceFormats;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The smaller devices: ports, sound, TPM, agent, randomness, balloon, watchdog, shared memory. */
final class Devices {
    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;

    Devices(Launch launch, MachineType machine, PciAddress places) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = machine;
        this.places = places;
    }

    Argv ports() {
        Argv argv = new Argv();
        for (int i = 0; i < 4; i++) {
            int index = i;
            vm.option("serial" + i).ifPresent(kind -> {
                String target = kind.equals("socket")
                        ? "socket,id=serial" + index + ",path=" + launch.files().serial(vm.vmid(), index)
                                + ",server=on,wait=off"
                        : "serial,id=serial" + index + ",path=" + Argv.comma(kind);
                argv.add("-chardev", target);
                argv.device((machine.isVirt() && index > 0 ? "pci-serial" : "isa-serial") + ",chardev=serial" + index);
            });
        }
        for (int i = 0; i < 3; i++) {
            int index = i;
            vm.option("parallel" + i).ifPresent(path -> {
                // a printer on USB is a terminal to QEMU
                String kind = path.startsWith("/dev/usb/lp") ? "serial" : "parallel";
                argv.add("-chardev", kind + ",id=parallel" + index + ",path=" + Argv.comma(path));
                argv.device("isa-parallel,chardev=parallel" + index);
            });
        }
        return argv;
    }

    Argv audio() {
        Argv argv = new Argv();
        vm.option("audio0").map(t -> CommandLine.keys(DeviceFormats.AUDIO, t)).ifPresent(k -> {
            String driver = launch.build().hasSpice() ? String.valueOf(k.getOrDefault("driver", "spice")) : "none";
            String device = String.valueOf(k.get("device"));
            String backend = driver + "-backend0";
            String to = machine.isAtLeast(4, 2) || !launch.build().branded() ? ",audiodev=" + backend : "";
            if (device.equals("AC97")) {
                argv.device("AC97,id=audiodev0" + places.of("audio0") + to);
            } else {
                argv.device(device + ",id=audiodev0" + places.of("audio0"));
                argv.device("hda-micro,id=audiodev0-codec0,bus=audiodev0.0,cad=0" + to);
                argv.device("hda-duplex,id=audiodev0-codec1,bus=audiodev0.0,cad=1" + to);
            }
            argv.add("-audiodev", driver + ",id=" + backend);
        });
        return argv;
    }

    /** Emulated by swtpm, which is started before. */
    Argv tpm() {
        Argv argv = new Argv();
        if (hasTpm(launch)) {
            argv.add("-chardev", "socket,id=tpmchar,path=" + launch.files().tpm(vm.vmid()));
            argv.add("-tpmdev", "emulator,id=tpmdev,chardev=tpmchar");
            argv.device((machine.isVirt() ? "tpm-tis-device" : "tpm-tis") + ",tpmdev=tpmdev");
        }
        return argv;
    }

    static boolean hasTpm(Launch launch) {
        return !launch.isTemplate()
                && launch.vm().drives().stream().map(Drive::bus).anyMatch("tpmstate"::equals);
    }

    Argv agent() {
        Argv argv = new Argv();
        option("agent", DeviceFormats.AGENT, k -> {
            if (!Boolean.TRUE.equals(k.get("enabled"))) {
                return;
            }
            argv.add("-chardev", "socket,path=" + launch.files().agent(vm.vmid()) + ",server=on,wait=off,id=qga0");
            if (String.valueOf(k.getOrDefault("type", "virtio")).equals("virtio")) {
                argv.device("virtio-serial,id=qga0" + places.of("qga0"));
                argv.device("virtserialport,chardev=qga0,name=org.qemu.guest_agent.0");
            } else {
                argv.device("isa-serial,chardev=qga0");
            }
        });
        return argv;
    }

    Argv randomness() {
        Argv argv = new Argv();
        option("rng0", DeviceFormats.RANDOMNESS, k -> {
            long most = number(k, "max_bytes", 1024);
            argv.add("-object", "rng-random,filename=" + k.get("source") + ",id=rng0");
            argv.device("virtio-rng-pci,rng=rng0"
                    + (most > 0 ? ",max-bytes=" + most + ",period=" + number(k, "period", 1000) : "")
                    + places.of("rng0"));
        });
        return argv;
    }

    Argv balloon() {
        Argv argv = new Argv();
        if (vm.number("balloon", 1) != 0) {
            argv.device("virtio-balloon-pci,id=balloon0" + places.of("balloon0")
                    + (machine.isAtLeast(6, 2) ? ",free-page-reporting=on" : ""));
        }
        return argv;
    }

    Argv watchdog() {
        Argv argv = new Argv();
        option("watchdog", DeviceFormats.WATCHDOG, k -> {
            String model = String.valueOf(k.getOrDefault("model", "i6300esb"));
            argv.device(model + (model.equals("i6300esb") ? places.of("watchdog") : ""));
            if (k.get("action") != null) {
                argv.add("-watchdog-action", k.get("action").toString());
            }
        });
        return argv;
    }

    /** A file in memory that other processes of the host see too. */
    Argv sharedMemory() {
        Argv argv = new Argv();
        option("ivshmem", DeviceFormats.SHARED_MEMORY, k -> {
            String name = String.valueOf(k.getOrDefault("name", vm.vmid().toString()));
            String id = "ivshmem" + name;
            String file = (launch.build().branded() ? "/dev/shm/pve-shm-" : "/dev/shm/coppice-") + name;
            argv.device("ivshmem-plain,memdev=" + id + places.of("ivshmem"));
            argv.add(
                    "-object",
                    "memory-backend-file,id=" + id + ",share=on,mem-path=" + file + ",size=" + k.get("size") + "M");
        });
        return argv;
    }

    private void option(
            String name, io.coppice.contract.schema.PropertyFormat format, Consumer<Map<String, Object>> with) {
        vm.option(name).map(t -> CommandLine.keys(format, t)).ifPresent(with);
    }

    private static long number(Map<String, Object> keys, String name, long otherwise) {
        Object value = keys.get(name);
        return value == null ? otherwise : Long.parseLong(value.toString());
    }

    /** Upstream's Q35 has no bridges and no old USB of itself: those that the original's configuration file names. */
    static List<String> q35() {
        Argv argv = new Argv();
        String[] uhci = {"1d.0", "1d.1", "1d.2"};
        argv.device("ich9-usb-ehci1,id=ehci,multifunction=on,bus=pcie.0,addr=1d.7");
        for (int i = 0; i < uhci.length; i++) {
            argv.device("ich9-usb-uhci" + (i + 1) + ",id=uhci-" + (i + 1) + ",multifunction=on,bus=pcie.0,addr="
                    + uhci[i] + ",masterbus=ehci.0,firstport=" + 2 * i);
        }
        for (int i = 1; i <= 4; i++) {
            argv.device("pcie-root-port,id=ich9-pcie-port-" + i + ",x-speed=16,x-width=32,multifunction=on,bus=pcie.0"
                    + ",addr=1c." + (i - 1) + ",port=" + i + ",chassis=" + i);
        }
        argv.device("i82801b11-bridge,id=pcidmi,bus=pcie.0,addr=1e.0");
        for (int i = 0; i < 4; i++) {
            argv.device("pci-bridge,id=pci." + i + ",bus=pcidmi,addr=" + (i + 1) + ".0,chassis_nr=" + (i + 1));
        }
        return argv.list();
    }
}
