package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.CtNic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** openSUSE and SLES: wicked's files (ifcfg(5), routes(5)). */
record Suse() implements Distro {
    private static final String FOLDER = "etc/sysconfig/network/";

    @Override
    public void network(RootFolder root, Ct ct, Names names) throws IOException {
        for (CtNic nic : ct.nics()) {
            Network card = new Network(nic);
            root.write(FOLDER + "ifcfg-" + card.name(), card(card));
            String file = FOLDER + "ifroute-" + card.name();
            Optional<String> before = root.read(file);
            String routes = routes(card);
            if (!routes.isEmpty() || before.filter(Section::isIn).isPresent()) {
                root.write(file, Section.put(before.orElse(""), routes));
            }
        }
    }

    private static String card(Network card) {
        StringBuilder text = new StringBuilder("STARTMODE=");
        text.append(card.hasAny4() || card.hasAny6() ? "onboot" : "manual").append("\nBOOTPROTO=");
        boolean auto6 = card.isDhcp6() || card.isAuto6();
        text.append(card.isDhcp4() ? (auto6 ? "dhcp" : "dhcp4") : auto6 ? "dhcp6" : "static")
                .append('\n');
        List<Network.Address> fixed = new ArrayList<>();
        card.v4().ifPresent(fixed::add);
        card.v6().ifPresent(fixed::add);
        for (int i = 0; i < fixed.size(); i++) {
            text.append("IPADDR").append(fixed.size() > 1 ? "_" + (i + 1) : "");
            text.append('=').append(fixed.get(i)).append('\n');
        }
        return text.toString();
    }

    private static String routes(Network card) {
        StringBuilder text = new StringBuilder();
        card.gateway4().ifPresent(g -> {
            text.append(card.isFar4() ? g + " 0.0.0.0 255.255.255.255 " + card.name() + "\n" : "");
            text.append("default ")
                    .append(g)
                    .append(" 0.0.0.0 ")
                    .append(card.name())
                    .append('\n');
        });
        card.gateway6().ifPresent(g -> {
            text.append(card.isFar6() ? g + "/128 - - " + card.name() + "\n" : "");
            text.append("default ").append(g).append(" - ").append(card.name()).append('\n');
        });
        return text.toString();
    }

    @Override
    public void boot(RootFolder root, Ct ct) throws IOException {
        Boot.presets(root);
    }
}
