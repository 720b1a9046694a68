package io.coppice.standalone;

import io.coppice.contract.word.Malformed;
import io.coppice.contract.word.NodeName;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What this machine is called and where it is reached. */
final class ThisHost {
    private ThisHost() {}

    /** The host's short name. */
    static NodeName name() throws IOException {
        String name =
                Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().split("\\.", 2)[0];
        try {
            return new NodeName(name);
        } catch (Malformed e) {
            throw new IOException(
                    "the host's name '" + name + "' cannot be a node's name; set another with hostnamectl", e);
        }
    }

    /** For the certificate: the name, localhost, and every address there is. */
    static List<String> addresses(NodeName name) throws SocketException {
        List<String> all = new ArrayList<>(List.of(name.text(), "localhost", "127.0.0.1", "::1"));
        for (NetworkInterface i : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (i.isUp() && !i.isLoopback()) {
                i.inetAddresses()
                        .filter(a -> !a.isLinkLocalAddress())
                        .map(ThisHost::text)
                        .forEach(all::add);
            }
        }
        return all.stream().distinct().toList();
    }

    /** The address that others see; loopback on a machine without a network. */
    static String address() throws SocketException {
        return address(NetworkInterface.networkInterfaces()
                .filter(ThisHost::isUsable)
                .flatMap(NetworkInterface::inetAddresses));
    }

    /** The first of IPv4 before the first of IPv6: Java lists IPv6 first, which fewer clients of a cluster's status reach. */
    static String address(Stream<InetAddress> all) {
        return all.filter(a -> !a.isLinkLocalAddress())
                .min(Comparator.comparing(a -> !(a instanceof Inet4Address)))
                .map(ThisHost::text)
                .orElse("127.0.0.1");
    }

    /** What to listen on to be reached by all addresses; without IPv6, as in most containers, only IPv4 can be bound. */
    static String everyAddress() throws IOException {
        Path inet6 = Path.of("/proc/net/if_inet6");
        return Files.exists(inet6) && !Files.readString(inet6).isBlank() ? "::" : "0.0.0.0";
    }

    private static boolean isUsable(NetworkInterface i) {
        try {
            return i.isUp() && !i.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private static String text(InetAddress a) {
        String text = a.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
