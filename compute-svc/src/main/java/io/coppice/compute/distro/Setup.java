package io.coppice.compute.distro;

import io.coppice.compute.guest.Ct;
import io.coppice.compute.guest.IdMap;
import java.io.IOException;
import java.nio.file.Path;

/** Sets up root file systems: once when a container is made, and what its configuration says before each start. */
public final class Setup {
    private static final String OFF = "unmanaged";
    private final Surroundings around;

    public Setup(Surroundings around) {
        this.around = around;
    }

    public static Setup ofThisHost() {
        return new Setup(Surroundings.ofThisHost());
    }

    private static RootFolder folder(Path root, IdMap ids) {
        return new RootFolder(root, ids.onHost(0));
    }

    /** A folder in it, through whatever links, made where it is not there. */
    public Path folder(Path root, String path, IdMap ids) throws IOException {
        return folder(root, ids).folder(path);
    }

    /**
     * @param password of its root; empty for none
     * @param keys one a line; empty for none
     * @return the kind of its system, as {@code ostype} has it
     */
    public String atCreation(Ct ct, Path at, IdMap ids, String password, String keys) throws IOException {
        RootFolder root = folder(at, ids);
        Systems system = Systems.of(root);
        String type = ct.option("ostype", system.type());
        if (!type.equals(OFF)) {
            system.distro().boot(root, ct);
            Boot.terminals(root);
            names(root, ct, system);
        }
        if (!password.isEmpty()) {
            Accounts.password(root, password);
        }
        if (!keys.isBlank()) {
            Accounts.keys(root, keys);
        }
        return type;
    }

    /** What may have changed since it ran last. */
    public void beforeStart(Ct ct, Path at, IdMap ids) throws IOException {
        if (!ct.option("ostype", OFF).equals(OFF)) {
            RootFolder root = folder(at, ids);
            names(root, ct, Systems.of(root));
        }
    }

    private void names(RootFolder root, Ct ct, Systems system) throws IOException {
        Names names = Names.of(ct, around);
        names.write(root);
        system.distro().network(root, ct, names);
        zone(root, ct);
    }

    /** localtime(5), where the container has the zone that is wanted. */
    private void zone(RootFolder root, Ct ct) throws IOException {
        var wanted = ct.option("timezone").flatMap(z -> z.equals("host") ? around.zone() : java.util.Optional.of(z));
        if (wanted.isPresent() && root.exists("usr/share/zoneinfo/" + wanted.get())) {
            root.link("etc/localtime", "/usr/share/zoneinfo/" + wanted.get());
        }
    }
}
