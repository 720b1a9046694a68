package io.coppice.network.host;

import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.util.List;

/** Where ifupdown2 is not installed: the same by ip(8), for what needs no program that stays. */
public final class IpReload implements Reload {
    private final Ip ip;

    public IpReload(Ip ip) {
        this.ip = ip;
    }

    @Override
    public void require(Interfaces to) {
        for (Iface i : to.all().values()) {
            if (i.auto() && i.kind().isOvs()) {
                throw Refused.conflict("interface '" + i.name()
                        + "' is Open vSwitch's: install ifupdown2 and openvswitch-switch to apply it");
            }
            if (i.auto() && (is(i, "method", "dhcp") || is(i, "method6", "dhcp"))) {
                throw Refused.conflict("interface '" + i.name()
                        + "' gets its address by DHCP: install ifupdown2 to apply it, or give it a fixed one");
            }
        }
    }

    private static boolean is(Iface i, String key, String value) {
        return i.value(key).filter(value::equals).isPresent();
    }

    @Override
    public void reload(Interfaces from, Interfaces to, Progress progress) throws IOException, InterruptedException {
        ReloadPlan plan = new ReloadPlan(from, to, ip.devices(), ip.gateways());
        plan.notes().forEach(progress::log);
        for (List<String> argv : plan.commands()) {
            progress.log(String.join(" ", argv));
            ip.run(argv);
        }
    }
}
