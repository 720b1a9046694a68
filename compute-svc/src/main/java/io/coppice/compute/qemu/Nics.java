package io.coppice.compute.qemu;

import io.coppice.compute.guest.Nic;
import io.coppice.compute.guest.Vm;

/** Network cards: the host's end, and the guest's. */
final class Nics {
    private final Launch launch;
    private final Vm vm;
    private final MachineType machine;
    private final PciAddress places;

    Nics(Launch launch, MachineType machine, PciAddress places) {
        this.launch = launch;
        this.vm = launch.vm();
        this.machine = machine;
        this.places = places;
    }

    Argv arguments(BootOrder boot) {
        Argv argv = new Argv();
        if (!launch.isTemplate()) {
            for (Nic nic : vm.nics()) {
                argv.add("-netdev", backend(nic));
                argv.device(device(nic, boot));
            }
        }
        return argv;
    }

    private boolean isVirtio(Nic nic) {
        return nic.model().equals("virtio");
    }

    private String backend(Nic nic) {
        String id = "net" + nic.index();
        if (nic.bridge().isEmpty()) {
            String name = vm.option("name", "vm" + vm.vmid());
            return "type=user,id=" + id + ",hostname=" + Argv.comma(name);
        }
        boolean vhost = isVirtio(nic) && launch.isNative() && launch.host().hasVhostNet();
        return "type=tap,id=" + id + ",ifname=" + nic.tap(vm.vmid()) + ","
                + launch.build().tapScripts()
                + (vhost ? ",vhost=on" : "")
                + nic.text("queues")
                        .filter(q -> vhost && !q.equals("0"))
                        .map(q -> ",queues=" + q)
                        .orElse("");
    }

    private String device(Nic nic, BootOrder boot) {
        String id = "net" + nic.index();
        StringBuilder text = new StringBuilder(isVirtio(nic) ? "virtio-net-pci" : nic.model());
        nic.text("macaddr").ifPresent(mac -> text.append(",mac=").append(mac));
        text.append(",netdev=").append(id);
        if (!nic.model().equals("ne2k_isa")) {
            text.append(places.of(id));
        }
        text.append(",id=").append(id);
        if (isVirtio(nic)) {
            nic.text("queues")
                    .filter(q -> !q.equals("0"))
                    .ifPresent(q -> text.append(",vectors=")
                            .append(2 * Integer.parseInt(q) + 2)
                            .append(",mq=on")
                            .append(machine.isAtLeast(7, 1) ? ",packed=on" : ""));
            if (machine.isAtLeast(7, 1)) {
                text.append(",rx_queue_size=1024,tx_queue_size=256");
            }
        }
        boot.index(id).ifPresent(n -> text.append(",bootindex=").append(n));
        if (isVirtio(nic)) {
            mtu(nic, text);
        }
        return text.toString();
    }

    /** That of the bridge, where it is not said: a guest that is moved keeps it, and knows of smaller ones. */
    private void mtu(Nic nic, StringBuilder text) {
        int bridge = nic.bridge().map(b -> launch.host().network().mtu(b)).orElse(0);
        int wanted = nic.text("mtu").map(Integer::parseInt).orElse(0);
        if (wanted > 1) {
            text.append(",host_mtu=").append(wanted);
        } else if ((wanted == 1 || launch.build().branded() && machine.has(10, 0, 1)) && bridge > 0) {
            text.append(",host_mtu=").append(bridge);
        }
        if (launch.build().branded() && machine.isAtLeast(10, 2)) {
            text.append(",host_tunnel=off");
        }
    }
}
