package io.coppice.store.socket;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Which users of this machine may connect. Checked twice: by the socket's mode, and by who the kernel says the peer is.
 *
 * @param users their names; the process' own user is always among them
 * @param group who may open the socket beside its owner
 */
public record Peers(Set<String> users, Optional<String> group) {
    public Peers {
        users = Set.copyOf(users);
    }

    /** This process' own user only. */
    public static Peers own() {
        return new Peers(Set.of(), Optional.empty());
    }

    /** A user whose group bears the same name, as those of services do. */
    public static Peers user(String name) {
        return new Peers(Set.of(name), Optional.of(name));
    }

    /** Lets them, and nobody else, open a socket. */
    public void guard(Path socket) throws IOException {
        if (group.isPresent()) {
            PosixFileAttributeView view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
            view.setGroup(
                    socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group.get()));
        }
        String mode = group.isPresent() ? "rw-rw----" : "rw-------";
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(mode));
    }

    /** The kernel's word for who the peer is, whatever the socket's mode let in. */
    public boolean admits(SocketChannel channel) throws IOException {
        UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        String name = peer.user().getName();
        return users.contains(name) || name.equals(System.getProperty("user.name"));
    }
}
