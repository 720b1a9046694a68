package io.coppice.standalone;

import io.coppice.contract.endpoint.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The folder that holds everything of a node, and who may enter which part of it. */
final class DataFolder {
    /** The user that the gateway runs as. */
    static final String GATEWAY_USER = "coppice";

    private final Path root;

    DataFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** What an administrator sets; need not be there. */
    Path settings() {
        return root.resolve("coppice.conf");
    }

    Path store() {
        return root.resolve("store");
    }

    Path tasks() {
        return root.resolve("tasks");
    }

    Path events() {
        return root.resolve("events");
    }

    /** Where changes of the network that may go back keep the file as it was. */
    Path network() {
        return root.resolve("network");
    }

    /** What figures were. */
    Path history() {
        return root.resolve("history");
    }

    /** What the probe of accelerators has found. */
    Path probe() {
        return root.resolve("probe");
    }

    Path secret() {
        return root.resolve("secret");
    }

    /** What the gateway may read: its certificate and key. Its uploads lie here too. */
    Path gateway() {
        return root.resolve("gateway");
    }

    Path spool() {
        return gateway().resolve("spool");
    }

    Path sockets() {
        return root.resolve("run");
    }

    Path sockets(Service service) {
        return sockets().resolve(service.label());
    }

    Path storeSocketForGateway() {
        return sockets().resolve("store").resolve("gateway.sock");
    }

    /** Where root's own commands find the truth, without keys and tasks' secrets: in the folder that no service but the node's has. */
    Path storeSocketForRoot() {
        return store().resolve("root.sock");
    }

    /** Where root's own command gets a copy of the truth. */
    Path copySocket() {
        return store().resolve("copy.sock");
    }

    /** Where a service in a process of its own finds the truth. */
    Path storeSocket(Service service) {
        return sockets().resolve("store").resolve(service.label() + ".sock");
    }

    /** Where the gateway finds live state, to look. */
    Path liveSocketForGateway() {
        return sockets().resolve("live").resolve("gateway.sock");
    }

    /** Where a service in a process of its own finds and puts live state. */
    Path liveSocket(Service service) {
        return sockets().resolve("live").resolve(service.label() + ".sock");
    }

    /** Where the gateway finds all events, and who may see which is its to decide. */
    Path feedSocketForGateway() {
        return sockets().resolve("feed").resolve("gateway.sock");
    }

    /** Where the gateway's calls for other nodes begin. */
    Path linksSocketForGateway() {
        return sockets().resolve("links").resolve("gateway.sock");
    }

    /** Where services' calls for services of other nodes begin. */
    Path linksSocketForServices() {
        return sockets().resolve("links").resolve("service.sock");
    }

    /** Where the gateway answers programs of this host, without TLS: its user and root may enter. */
    Path gatewaySocket() {
        return sockets(Service.GATEWAY).resolve("local.sock");
    }

    /** Where the gateway leaves its metrics: in a folder of its own user. */
    Path gatewayMetrics() {
        return sockets(Service.GATEWAY).resolve("metrics.prom");
    }

    /** What processes write to standard error, where the command starts them; need not be there. */
    Path log() {
        return root.resolve("log");
    }

    Path etcPve() {
        return root.resolve("etc-pve");
    }

    /** Makes what is missing; called by the node, which is root. */
    void ensure() throws IOException {
        folder(root, "rwxr-xr-x", false);
        folder(store(), "rwx------", false);
        folder(tasks(), "rwx------", false);
        folder(events(), "rwx------", false);
        folder(network(), "rwx------", false);
        folder(history(), "rwx------", false);
        folder(probe(), "rwx------", false);
        folder(secret(), "rwx------", false);
        folder(gateway(), "rwxr-x---", true);
        folder(sockets(), "rwxr-xr-x", false);
        folder(sockets().resolve("store"), "rwxr-x---", true);
        folder(sockets().resolve("live"), "rwxr-x---", true);
        folder(sockets().resolve("feed"), "rwxr-x---", true);
        folder(sockets().resolve("links"), "rwxr-x---", true);
        for (Service s : Service.values()) {
            folder(sockets(s), "rwxr-x---", true);
        }
        giveToGateway(sockets(Service.GATEWAY), true);
        folder(spool(), "rwx------", false);
        giveToGateway(spool(), true);
    }

    /** Lets the gateway's group into a file or folder; as its owner where asked. Nothing happens where there is no such user. */
    void giveToGateway(Path file, boolean asOwner) throws IOException {
        Optional<UserPrincipal> user = gatewayUser();
        if (user.isEmpty()) {
            return;
        }
        GroupPrincipal group =
                root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(GATEWAY_USER);
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        view.setGroup(group);
        if (asOwner) {
            view.setOwner(user.get());
        }
    }

    boolean hasGatewayUser() throws IOException {
        return gatewayUser().isPresent();
    }

    /** The users whose processes may call services: root and the gateway's, which is root too where it has no user. */
    Set<Integer> callers() throws IOException {
        return new TreeSet<>(List.of(0, (Integer) Files.getAttribute(spool(), "unix:uid")));
    }

    private void folder(Path folder, String mode, boolean forGateway) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        if (forGateway) {
            giveToGateway(folder, false);
        }
    }

    private Optional<UserPrincipal> gatewayUser() throws IOException {
        try {
            return Optional.of(
                    root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(GATEWAY_USER));
        } catch (UserPrincipalNotFoundException e) {
            return Optional.empty();
        }
    }
}
