package io.coppice.live;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.spi.MemberAddressProvider;
import java.net.InetSocketAddress;
import java.util.Properties;

/** Tells Hazelcast the one address it binds; by name, since configured interfaces would not know a 127.0.1.x. */
public final class LoopbackAddress implements MemberAddressProvider {
    static final String HOST = "host";
    static final String PORT = "port";
    private final InetSocketAddress address;

    /** Called by Hazelcast. */
    public LoopbackAddress(Properties properties) {
        this.address = new InetSocketAddress(
                properties.getProperty(HOST, "127.0.1.1"), Integer.parseInt(properties.getProperty(PORT, "5701")));
    }

    @Override
    public InetSocketAddress getBindAddress() {
        return address;
    }

    @Override
    public InetSocketAddress getPublicAddress() {
        return address;
    }

    @Override
    public InetSocketAddress getBindAddress(EndpointQualifier qualifier) {
        return address;
    }

    @Override
    public InetSocketAddress getPublicAddress(EndpointQualifier qualifier) {
        return address;
    }
}
