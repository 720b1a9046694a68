package io.coppice.compute.lxc;

import io.coppice.compute.guest.Ct;
import io.coppice.contract.word.Vmid;
import io.coppice.testkit.Golden;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One setting a line below {@code src/test/golden/lxc}, so that a person can read the differences. */
class LxcConfigTest {
    private static final Map<String, String> CONFIGS = new LinkedHashMap<>();

    static {
        CONFIGS.put(
                "unprivileged",
                "arch: amd64\nhostname: web\nmemory: 512\nnet0: name=eth0,bridge=vmbr0,hwaddr=02:00:00:00:00:01,ip=dhcp,type=veth\n"
                        + "ostype: debian\nrootfs: local:100/vm-100-disk-0.raw,size=4G\nunprivileged: 1\n");
        CONFIGS.put(
                "privileged-nested",
                "features: fuse=1,mount=nfs;cifs,nesting=1\nostype: alpine\nrootfs: local:100/vm-100-disk-0.raw,ro=1\n");
        CONFIGS.put(
                "mounts",
                "mp0: local:100/vm-100-disk-1.raw,mp=/srv/my data\nmp1: /opt/shared,mp=/mnt,ro=1\n"
                        + "rootfs: local:100/vm-100-disk-0.raw\nunprivileged: 1\n");
        CONFIGS.put(
                "raw-lines",
                "entrypoint: /bin/start it\nnet3: name=lan,mtu=1400,link_down=1,type=veth\nrootfs: local:100/vm-100-disk-0.raw\n"
                        + "tty: 0\nlxc.cgroup.pids.max: 100\nlxc.mount.entry = a b none bind 0 0\n");
    }

    static Iterable<String> names() {
        return CONFIGS.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void the_configuration_of_liblxc_is_the_one_that_was_read(String name) {
        Ct ct = Ct.parse(new Vmid(100), CONFIGS.get(name));
        LxcConfig.Surroundings around = new LxcConfig.Surroundings(
                Path.of("/run/coppice/lxc/100/rootfs"),
                Map.of("mp0", Path.of("/run/coppice/lxc/100/mounts/mp0"), "mp1", Path.of("/opt/shared")),
                Map.of("memory.limit_in_bytes", "536870912"),
                false,
                Path.of("/usr/share/lxc/config"),
                name.startsWith("privileged"));
        Golden.assertGolden("lxc/" + name + ".conf", LxcConfig.of(ct, around));
    }
}
