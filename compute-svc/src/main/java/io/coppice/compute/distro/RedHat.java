package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * CentOS and its kin: initscripts' files until 9, NetworkManager's after; Fedora: systemd-networkd's.
 *
 * @param version of the release, 8
 * @param fedora whether it is Fedora
 */
record RedHat(int version, boolean fedora) implements Distro {
    private static final String SCRIPTS = "etc/sysconfig/network-scripts/";
    private static final int FIRST_WITH_KEY_FILES = 10;
    private static final int FIRST_WITH_SYSTEMD = 7;
    private static final int FIRST_WITH_UTF8 = 8;
    private static final int SECRET = 0600;

    @Override
    public void network(RootFolder root, Ct ct, Names names) throws IOException {
        for (CtNic nic : ct.nics()) {
            Network card = new Network(nic);
            if (fedora) {
                NetworkdFile.write(root, card);
            } else if (version >= FIRST_WITH_KEY_FILES) {
                keyFile(root, card, names);
            } else if (card.hasAny4() || card.hasAny6()) {
                script(root, card, names);
            }
        }
        if (!fedora && version < FIRST_WITH_KEY_FILES) {
            switches(root, ct, names);
        }
    }

    private static void switches(RootFolder root, Ct ct, Names names) throws IOException {
        boolean four = ct.nics().stream().anyMatch(n -> new Network(n).hasAny4());
        boolean six = ct.nics().stream().anyMatch(n -> new Network(n).hasAny6());
        StringBuilder text = new StringBuilder();
        root.read("etc/sysconfig/network")
                .orElse("")
                .lines()
                .filter(l -> !l.matches("\\s*(NETWORKING|NETWORKING_IPV6|HOSTNAME)=.*"))
                .forEach(l -> text.append(l).append('\n'));
        text.append(four ? "NETWORKING=yes\n" : "").append(six ? "NETWORKING_IPV6=yes\n" : "");
        root.write(
                "etc/sysconfig/network",
                text.append("HOSTNAME=").append(names.host()).append('\n').toString());
    }

    /** The id of a connection stays once it has one. */
    private static String id(RootFolder root, String file, String pattern) throws IOException {
        return root.read(file)
                .flatMap(t -> t.lines()
                        .filter(l -> l.matches(pattern + "[0-9a-fA-F-]{36}"))
                        .findFirst())
                .map(l -> l.substring(pattern.length()))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    private static void script(RootFolder root, Network card, Names names) throws IOException {
        String file = SCRIPTS + "ifcfg-" + card.name();
        StringBuilder text = new StringBuilder();
        text.append("DEVICE=").append(card.name()).append("\nONBOOT=yes\n");
        text.append("UUID=").append(id(root, file, "UUID=")).append('\n');
        text.append("BOOTPROTO=").append(card.isDhcp4() ? "dhcp" : "none").append('\n');
        card.v4().ifPresent(a -> {
            text.append("IPADDR=")
                    .append(a.ip())
                    .append("\nNETMASK=")
                    .append(a.netmask())
                    .append('\n');
            card.gateway4().ifPresent(g -> text.append("GATEWAY=").append(g).append('\n'));
        });
        if (card.hasAny6()) {
            text.append("IPV6INIT=yes\n");
            card.v6().ifPresent(a -> text.append("IPV6ADDR=").append(a).append('\n'));
            text.append("IPV6_AUTOCONF=").append(card.isAuto6() ? "yes" : "no").append('\n');
            text.append(card.isDhcp6() ? "DHCPV6C=yes\n" : "");
            card.gateway6()
                    .filter(g -> !card.isFar6())
                    .ifPresent(g -> text.append("IPV6_DEFAULTGW=").append(g).append('\n'));
        }
        int n = 0;
        for (String server : names.servers()) {
            text.append("DNS").append(++n).append('=').append(server).append('\n');
        }
        if (!names.search().isEmpty()) {
            text.append("DOMAIN=").append(String.join(" ", names.search())).append('\n');
        }
        root.write(file, text.toString());
        routes(root, "route-", card.name(), card.isFar4() ? card.gateway4() : Optional.empty());
        routes(root, "route6-", card.name(), card.isFar6() ? card.gateway6() : Optional.empty());
    }

    /** A gateway outside of the network is on the link nevertheless. */
    private static void routes(RootFolder root, String kind, String card, Optional<String> gateway) throws IOException {
        String file = SCRIPTS + kind + card;
        Optional<String> before = root.read(file);
        if (gateway.isEmpty() && before.filter(Section::isIn).isEmpty()) {
            return;
        }
        String lines = gateway.map(g -> g + " dev " + card + "\ndefault via " + g + " dev " + card + "\n")
                .orElse("");
        root.write(file, Section.put(before.orElse(""), lines));
    }

    private static void keyFile(RootFolder root, Network card, Names names) throws IOException {
        String file = "etc/NetworkManager/system-connections/" + card.name() + ".nmconnection";
        StringBuilder text = new StringBuilder("[connection]\nid=").append(card.name());
        text.append("\nuuid=").append(id(root, file, "uuid=")).append("\ntype=ethernet\ninterface-name=");
        text.append(card.name()).append("\n[ipv4]\n");
        text.append("method=").append(card.v4().isPresent() ? "manual" : card.isDhcp4() ? "auto" : "disabled");
        text.append('\n');
        card.v4().ifPresent(a -> text.append("addresses=").append(a).append('\n'));
        card.gateway4().ifPresent(g -> {
            text.append("gateway=").append(g).append('\n');
            text.append(card.isFar4() ? "routes=" + g + "\n" : "");
        });
        if (card.hasAny4()) {
            resolver(names, text);
        }
        String six = card.v6().isPresent() ? "manual" : card.isDhcp6() ? "dhcp" : card.isAuto6() ? "auto" : "disabled";
        text.append("[ipv6]\nmethod=").append(six).append('\n');
        card.v6().ifPresent(a -> text.append("address=").append(a).append('\n'));
        card.gateway6()
                .ifPresent(g -> text.append(card.isFar6() ? "routes=" : "gateway=")
                        .append(g)
                        .append('\n'));
        root.write(file, text.toString(), SECRET);
    }

    private static void resolver(Names names, StringBuilder text) {
        if (!names.servers().isEmpty()) {
            text.append("dns=").append(String.join(";", names.servers())).append('\n');
        }
        if (!names.search().isEmpty()) {
            text.append("dns-search=").append(String.join(";", names.search())).append('\n');
        }
    }

    @Override
    public void boot(RootFolder root, Ct ct) throws IOException {
        Optional<String> sysinit = root.read("etc/rc.d/rc.sysinit");
        if (sysinit.isPresent()) {
            // a container has no devices to be told of
            root.write("etc/rc.d/rc.sysinit", sysinit.get().replaceAll("(?m)^(/sbin/start_udev.*)$", "#$1"));
        }
        if (!fedora && version >= FIRST_WITH_UTF8 && !root.exists("etc/locale.conf")) {
            root.write("etc/locale.conf", "LANG=C.utf8");
        }
        if (fedora) {
            Boot.presets(root, "systemd-networkd.service");
        } else if (version >= FIRST_WITH_SYSTEMD) {
            Boot.presets(root);
        }
    }
}
