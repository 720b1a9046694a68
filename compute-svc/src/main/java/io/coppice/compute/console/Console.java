package io.coppice.compute.console;

import io.coppice.contract.word.Vmid;
import io.coppice.servicekit.serve.Tunnel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One console that somebody may open, or has open.
 *
 * @param port a number by which clients name it, 5900 to 5999; nobody listens there
 * @param socket QEMU's
 * @param taken whether its ticket was used
 * @param opened completed when somebody has come
 * @param over completed when it ended, from either side
 */
record Console(
        Vmid vmid,
        String user,
        int port,
        String ticket,
        Path socket,
        Tunnel.Dialect dialect,
        AtomicBoolean taken,
        CompletableFuture<Void> opened,
        CompletableFuture<Void> over) {
    Console(Vmid vmid, String user, int port, String ticket, Path socket, Tunnel.Dialect dialect) {
        this(
                vmid,
                user,
                port,
                ticket,
                socket,
                dialect,
                new AtomicBoolean(),
                new CompletableFuture<>(),
                new CompletableFuture<>());
    }

    boolean isFor(Vmid guest, String who, String shown) {
        return vmid.equals(guest)
                && user.equals(who)
                && MessageDigest.isEqual(
                        ticket.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
