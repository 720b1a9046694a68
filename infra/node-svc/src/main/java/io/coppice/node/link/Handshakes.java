package io.coppice.node.link;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/**
 * The JDK's TLS for a server, which lets only so many connections be in their handshake at a time. Strangers have a bound in
 * all and one each; members' addresses have a wide one of their own, which no stranger elsewhere takes anything of. A network
 * of IPv6 counts as one stranger, since it is one host's as a rule.
 *
 * <p>Vert.x tells of a connection when its handshake is over; what it makes a handshake with is the first that hears of one.
 */
final class Handshakes extends JdkSSLEngineOptions {
    /** Strangers' handshakes at a time. */
    static final int OF_STRANGERS = 128;

    /** Those of one stranger's address. */
    static final int OF_A_STRANGER = 16;

    /** Those of one member's address, with all who share it: a member that was away opens some 260 at once. */
    static final int OF_A_MEMBER = 1024;

    private static final int OF_MEMBERS = 16 * OF_A_MEMBER;
    private static final int NETWORK_BYTES = 8;

    private final MemberAddresses members;
    private final Doorstep ofMembers;
    private final Doorstep ofStrangers;

    Handshakes(MemberAddresses members) {
        this(members, new Doorstep(OF_MEMBERS, OF_A_MEMBER), new Doorstep(OF_STRANGERS, OF_A_STRANGER));
    }

    private Handshakes(MemberAddresses members, Doorstep ofMembers, Doorstep ofStrangers) {
        this.members = members;
        this.ofMembers = ofMembers;
        this.ofStrangers = ofStrangers;
    }

    /** Counts together with this one. */
    @Override
    public Handshakes copy() {
        return new Handshakes(members, ofMembers, ofStrangers);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Factory(super.sslContextFactory());
    }

    /** How many connections of strangers wait now. */
    int strangers() {
        return ofStrangers.size();
    }

    private Doorstep.Place enter(InetAddress from, Runnable close) throws UnknownHostException {
        InetAddress plain = plain(from);
        return members.has(plain) ? ofMembers.enter(plain, close) : ofStrangers.enter(network(plain), close);
    }

    /** Without the interface that it came by, and IPv4 as such. */
    static InetAddress plain(InetAddress address) throws UnknownHostException {
        return InetAddress.getByAddress(address.getAddress());
    }

    private static InetAddress network(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        return bytes.length <= NETWORK_BYTES
                ? address
                : InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), bytes.length));
    }

    /** Makes the contexts that the JDK's makes, and counts what is made of them. */
    private final class Factory implements SslContextFactory {
        private final SslContextFactory jdks;

        Factory(SslContextFactory jdks) {
            this.jdks = jdks;
        }

        @Override
        public SslContextFactory useAlpn(boolean use) {
            jdks.useAlpn(use);
            return this;
        }

        @Override
        public SslContextFactory clientAuth(ClientAuth auth) {
            jdks.clientAuth(auth);
            return this;
        }

        @Override
        public SslContextFactory forClient(boolean client) {
            jdks.forClient(client);
            return this;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
            jdks.keyMananagerFactory(keys);
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory trust) {
            jdks.trustManagerFactory(trust);
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> suites) {
            jdks.enabledCipherSuites(suites);
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> protocols) {
            jdks.applicationProtocols(protocols);
            return this;
        }

        @Override
        public SslContextFactory serverName(String name) {
            jdks.serverName(name);
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            return new Context(jdks.create());
        }
    }

    private final class Context extends DelegatingSslContext {
        Context(SslContext jdks) {
            super(jdks);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator alloc, boolean startTls, Executor executor) {
            return new Counted(newEngine(alloc), startTls, executor);
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator alloc, String host, int port, boolean startTls, Executor executor) {
            return new Counted(newEngine(alloc, host, port), startTls, executor);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // it is as the JDK's context made it
        }
    }

    /** One handshake, from the moment at which its connection was accepted. */
    private final class Counted extends SslHandler {
        Counted(SSLEngine engine, boolean startTls, Executor executor) {
            super(engine, startTls, executor);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext at) throws Exception {
            super.handlerAdded(at);
            if (at.channel().remoteAddress() instanceof InetSocketAddress remote) {
                Doorstep.Place place = enter(remote.getAddress(), at::close);
                at.channel().closeFuture().addListener(closed -> place.leave());
                handshakeFuture().addListener(done -> {
                    if (done.isSuccess()) {
                        place.leave();
                    }
                });
            }
        }
    }
}
