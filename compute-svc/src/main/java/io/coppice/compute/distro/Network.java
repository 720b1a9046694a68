package io.coppice.compute.distro;

import io.coppice.compute.guest.CtNic;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What a card's addresses say, for those who write them down. Pure. */
record Network(CtNic nic) {
    /** An address with its prefix. */
    record Address(String ip, int prefix) {
        static Optional<Address> of(Optional<String> text) {
            return text.filter(t -> t.matches("[0-9A-Fa-f.:]+/\\d{1,3}")).map(t -> {
                String[] parts = t.split("/");
                return new Address(parts[0], Integer.parseInt(parts[1]));
            });
        }

        @Override
        public String toString() {
            return ip + "/" + prefix;
        }

        /** {@code 255.255.240.0}. */
        String netmask() {
            long bits = prefix == 0 ? 0 : 0xFFFFFFFFL << (32 - prefix);
            return (bits >> 24 & 255) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
        }

        /** Whether another can be reached without a router; link-local ones always can. */
        boolean reaches(String other) {
            if (other.toLowerCase(java.util.Locale.ROOT).startsWith("fe80:")) {
                return true;
            }
            byte[] a = bytes(ip);
            byte[] b = bytes(other);
            if (a.length != b.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        /** No name is looked up: it is digits. */
        private static byte[] bytes(String ip) {
            try {
                return InetAddress.getByName(ip).getAddress();
            } catch (UnknownHostException e) {
                return new byte[0];
            }
        }
    }

    String name() {
        return nic.name();
    }

    Optional<Address> v4() {
        return Address.of(nic.text("ip"));
    }

    Optional<Address> v6() {
        return Address.of(nic.text("ip6"));
    }

    Optional<String> gateway4() {
        return nic.text("gw");
    }

    Optional<String> gateway6() {
        return nic.text("gw6");
    }

    boolean isDhcp4() {
        return nic.text("ip").filter("dhcp"::equals).isPresent();
    }

    boolean isDhcp6() {
        return nic.text("ip6").filter("dhcp"::equals).isPresent();
    }

    boolean isAuto6() {
        return nic.text("ip6").filter("auto"::equals).isPresent();
    }

    /** Something is said of IPv4, if only that others see to it. */
    boolean says4() {
        return nic.text("ip").isPresent();
    }

    boolean says6() {
        return nic.text("ip6").isPresent();
    }

    boolean hasAny4() {
        return v4().isPresent() || isDhcp4();
    }

    boolean hasAny6() {
        return v6().isPresent() || isDhcp6() || isAuto6();
    }

    /** The gateway has to be told to be on the link. */
    boolean isFar4() {
        return gateway4().isPresent()
                && v4().filter(a -> a.reaches(gateway4().get())).isEmpty();
    }

    boolean isFar6() {
        return gateway6().isPresent()
                && v6().filter(a -> a.reaches(gateway6().get())).isEmpty();
    }
}
