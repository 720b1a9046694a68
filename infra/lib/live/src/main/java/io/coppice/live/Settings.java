package io.coppice.live;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MemberAddressProviderConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;

/** How Hazelcast is set up; each setting was tried or is there for safety. */
final class Settings {
    private Settings() {}

    static Config of(Members members) {
        Config config = new Config();
        config.setClusterName(members.name());
        config.setInstanceName(members.name() + "@" + members.host());
        config.setProperty("hazelcast.logging.type", "slf4j");
        // Or every line of its log would name the cluster, and that name is a secret.
        config.setProperty("hazelcast.logging.details.enabled", "false");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "8");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        config.setProperty("hazelcast.max.join.seconds", "60");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.operation.thread.count", "2");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.io.thread.count", "2");
        config.setProperty("hazelcast.partition.count", "31");
        // An answer that got lost is missed that late: meanwhile a partition that is on its way takes nothing.
        config.setProperty("hazelcast.partition.migration.timeout", "10");
        config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
        config.getIntegrityCheckerConfig().setEnabled(false);
        network(config.getAdvancedNetworkConfig(), members);
        config.addMapConfig(maps());
        refuseJavaObjects(config);
        return config;
    }

    /** A member endpoint alone: clients are refused even with the right name. */
    private static void network(AdvancedNetworkConfig network, Members members) {
        network.setEnabled(true);
        network.setMemberEndpointConfig(new ServerSocketEndpointConfig()
                .setPort(Members.PORT)
                .setPortAutoIncrement(false)
                .setReuseAddress(true));
        MemberAddressProviderConfig address = network.getMemberAddressProviderConfig();
        address.setEnabled(true).setClassName(LoopbackAddress.class.getName());
        address.getProperties().setProperty(LoopbackAddress.HOST, members.host());
        address.getProperties().setProperty(LoopbackAddress.PORT, Integer.toString(Members.PORT));
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(members.all()).setConnectionTimeoutSeconds(2);
    }

    private static MapConfig maps() {
        return new MapConfig("*")
                .setBackupCount(1)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(true)
                .setMergePolicyConfig(new MergePolicyConfig("com.hazelcast.spi.merge.LatestUpdateMergePolicy", 100));
    }

    /**
     * Only texts travel; a stream that names a Java class is refused, but for failures and the cluster's state, which
     * members tell each other as objects: who cannot read a failure has no answer, and halves of a cluster that cannot read
     * the state stay apart.
     */
    private static void refuseJavaObjects(Config config) {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist().addClasses(Failures.CLASSES.toArray(new String[0]));
        config.getSerializationConfig().setEnableSharedObject(false).setJavaSerializationFilterConfig(filter);
    }
}
