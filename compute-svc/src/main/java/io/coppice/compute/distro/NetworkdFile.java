package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import java.io.IOException;

/** A card as systemd-networkd knows it (systemd.network(5)). */
final class NetworkdFile {
    private NetworkdFile() {}

    static void write(RootFolder root, Network card) throws IOException {
        root.write("etc/systemd/network/" + card.name() + ".network", text(card));
    }

    /** Distributions that have nothing else, such as Arch. */
    static Distro distro() {
        return new Distro() {
            @Override
            public void network(RootFolder root, Ct ct, Names names) throws IOException {
                for (CtNic nic : ct.nics()) {
                    NetworkdFile.write(root, new Network(nic));
                }
            }

            @Override
            public void boot(RootFolder root, Ct ct) throws IOException {
                Boot.presets(root, "systemd-networkd.service");
            }
        };
    }

    private static String text(Network card) {
        StringBuilder text = new StringBuilder("[Match]\nName = ").append(card.name());
        text.append("\n\n[Network]\nDescription = Interface ").append(card.name());
        text.append(" autoconfigured by PVE\n");
        card.v4().ifPresent(a -> text.append("Address = ").append(a).append('\n'));
        card.v6().ifPresent(a -> text.append("Address = ").append(a).append('\n'));
        card.gateway4()
                .filter(g -> !card.isFar4())
                .ifPresent(g -> text.append("Gateway = ").append(g).append('\n'));
        card.gateway6()
                .filter(g -> !card.isFar6())
                .ifPresent(g -> text.append("Gateway = ").append(g).append('\n'));
        String dhcp = card.isDhcp4() ? (card.isDhcp6() ? "yes" : "ipv4") : card.isDhcp6() ? "ipv6" : "no";
        text.append("DHCP = ").append(dhcp).append('\n');
        text.append("IPv6AcceptRA = ").append(card.isAuto6()).append('\n');
        card.gateway4().filter(g -> card.isFar4()).ifPresent(g -> far(g, text));
        card.gateway6().filter(g -> card.isFar6()).ifPresent(g -> far(g, text));
        return text.toString();
    }

    private static void far(String gateway, StringBuilder text) {
        text.append("\n[Route]\nGateway = ").append(gateway).append("\nGatewayOnLink = yes\n");
    }
}
