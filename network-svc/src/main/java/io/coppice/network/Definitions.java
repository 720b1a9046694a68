package io.coppice.network;

import io.coppice.contract.api.network.NetworkApi;
import io.coppice.contract.failure.Refused;
import io.coppice.documents.interfaces.Fields;
import io.coppice.documents.interfaces.Iface;
import io.coppice.documents.interfaces.Interfaces;
import io.coppice.documents.interfaces.Kind;
import io.coppice.documents.interfaces.Links;
import io.coppice.network.apply.Applying;
import io.coppice.network.change.Changes;
import io.coppice.network.file.Difference;
import io.coppice.network.file.NetworkFiles;
import io.coppice.network.host.Ip;
import io.coppice.servicekit.serve.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What the file says, shown and changed; one change at a time. */
final class Definitions {
    private final NetworkFiles files;
    private final Difference difference;
    private final Ip ip;
    private final Applying applying;
    private final ReentrantLock lock = new ReentrantLock();

    Definitions(NetworkFiles files, Difference difference, Ip ip, Applying applying) {
        this.files = files;
        this.difference = difference;
        this.ip = ip;
        this.applying = applying;
    }

    NetworkApi.Listed list(Optional<String> type) throws IOException, InterruptedException {
        Links links = Ip.links(ip.devices());
        Interfaces file = Interfaces.parse(files.readNext(), links);
        List<Map<String, Object>> all = new ArrayList<>();
        for (Iface i : file.all().values()) {
            if (i.kind() != Kind.LOOPBACK && isOf(i, type)) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("iface", i.name());
                fields.putAll(shown(i, file, links));
                all.add(fields);
            }
        }
        return new NetworkApi.Listed(all, difference.text());
    }

    private static boolean isOf(Iface i, Optional<String> type) {
        return switch (type.orElse("include_sdn")) {
            case "include_sdn" -> true;
            case "any_bridge", "any_local_bridge" -> i.kind().isBridge();
            default -> i.kind().word().equals(type.orElse(""));
        };
    }

    Map<String, Object> read(String name) throws IOException, InterruptedException {
        Links links = Ip.links(ip.devices());
        Interfaces file = Interfaces.parse(files.readNext(), links);
        return file.find(name)
                .map(i -> shown(i, file, links))
                .orElseThrow(() -> Refused.badParameter("iface", "interface does not exist"));
    }

    /** The API has no word for what tunnels. */
    private static Map<String, Object> shown(Iface i, Interfaces file, Links links) {
        Map<String, Object> fields = Fields.of(i, file, links);
        fields.computeIfPresent("type", (k, v) -> v.equals(Kind.VXLAN.word()) ? Kind.UNKNOWN.word() : v);
        for (String number : List.of("mtu", "ovs_tag", "vlan-id", "vxlan-id", "netmask6")) {
            fields.computeIfPresent(
                    number, (k, v) -> v.toString().matches("\\d{1,9}") ? Long.valueOf(v.toString()) : v);
        }
        return fields;
    }

    void create(Caller caller, NetworkApi.Create in) throws IOException, InterruptedException {
        change(caller.client(), in.confirm(), (file, links) -> Changes.create(file, links, in.iface(), in.options()));
    }

    void update(Caller caller, NetworkApi.Update in) throws IOException, InterruptedException {
        change(
                caller.client(),
                in.confirm(),
                (file, links) -> Changes.update(file, links, in.iface(), in.options(), in.delete()));
    }

    void delete(String name) throws IOException, InterruptedException {
        change("", true, (file, links) -> Changes.delete(file, name));
    }

    /** Pure. */
    private interface Change {
        Interfaces apply(Interfaces file, Links links);
    }

    private void change(String client, boolean confirm, Change change) throws IOException, InterruptedException {
        lock.lock();
        try {
            Links links = Ip.links(ip.devices());
            Interfaces was = Interfaces.parse(files.readNext(), links);
            Interfaces will = change.apply(was, links);
            if (!confirm) {
                applying.requireNothingTaken(was, will, client);
            }
            files.writePending(will.print());
        } finally {
            lock.unlock();
        }
    }

    void revert() throws IOException {
        lock.lock();
        try {
            files.forgetPending();
        } finally {
            lock.unlock();
        }
    }
}
