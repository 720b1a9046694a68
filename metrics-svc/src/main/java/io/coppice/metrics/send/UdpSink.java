package io.coppice.metrics.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Datagrams, each as long as fits into one packet. What becomes of them nobody says. */
final class UdpSink implements Sink {
    /** The heads of IPv6 and UDP. */
    private static final int HEADS = 48;

    private final String host;
    private final int port;
    private final int mtu;

    UdpSink(String host, int port, int mtu) {
        this.host = host;
        this.port = port;
        this.mtu = mtu;
    }

    @Override
    public int mostBytes() {
        // a datagram has 65,507 bytes at most, whatever the link takes
        return Math.min(mtu, 65_507 + HEADS - 20) - HEADS;
    }

    @Override
    public void send(Batch batch) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(host), port);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.send(ByteBuffer.wrap(batch.bytes()), to);
        }
    }

    @Override
    public void probe() throws IOException {
        InetAddress.getByName(host);
    }

    @Override
    public boolean isBlind() {
        return true;
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
