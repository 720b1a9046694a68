package io.coppice.servicekit.serve;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.util.OptionalInt;

/** Who sits at the other end of a unix socket, as the kernel tells (SO_PEERCRED, unix(7)). */
public final class Peer {
    private Peer() {}

    /** @return empty where the transport cannot tell; then the socket's mode alone decides who gets in */
    public static OptionalInt uid(HttpConnection connection) {
        if (!(connection instanceof HttpServerConnection http)) {
            return OptionalInt.empty();
        }
        Channel channel = http.channelHandlerContext().channel();
        if (!(channel instanceof EpollDomainSocketChannel socket)) {
            return OptionalInt.empty();
        }
        try {
            PeerCredentials peer = socket.peerCredentials();
            return OptionalInt.of(peer.uid());
        } catch (IOException e) {
            return OptionalInt.of(-1);
        }
    }
}
