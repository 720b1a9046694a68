package io.coppice.store.raft;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Rpc;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.server.RaftServerConfigKeys.ThreadPool;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told, and why where that is not plain. */
final class Settings {
    private Settings() {}

    /** @param alone whether this is a group of one, which waits for nobody */
    static RaftProperties of(Path dir, boolean alone) {
        RaftProperties p = new RaftProperties();
        RaftConfigKeys.Rpc.setType(p, new RaftLines());
        RaftServerConfigKeys.setStorageDir(p, List.of(dir.toFile()));
        // We watch the disk ourselves: Ratis would refuse to start where we still take deletions.
        RaftServerConfigKeys.setStorageFreeSpaceMin(p, SizeInBytes.valueOf(0));
        // Half of the shorter is a heartbeat. A machine that is busy for that long must not lose its leader.
        Rpc.setTimeoutMin(p, millis(600));
        Rpc.setTimeoutMax(p, millis(1200));
        Rpc.setFirstElectionTimeoutMin(p, millis(alone ? 5 : 300));
        Rpc.setFirstElectionTimeoutMax(p, millis(alone ? 40 : 900));
        Rpc.setSleepTime(p, millis(200));
        // A leader that lost the others may be the one that all wait for when the lines come back.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(p, millis(1200));
        RaftServerConfigKeys.setStagingTimeout(p, TimeDuration.valueOf(10, TimeUnit.SECONDS));
        log(p);
        // Snapshots are ours: Ratis counts entries, we count bytes and hours.
        Snapshot.setAutoTriggerEnabled(p, false);
        Snapshot.setCreationGap(p, 1);
        Snapshot.setRetentionFileNum(p, 2);
        threads(p);
        // Resent changes are known by their ids for long; Ratis' own memory of requests can be short.
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, TimeDuration.valueOf(5, TimeUnit.SECONDS));
        // A machine that slept goes on: Ratis would close after a pause of a minute, and nothing would open it again.
        RaftServerConfigKeys.setCloseThreshold(p, TimeDuration.valueOf(36_500, TimeUnit.DAYS));
        RaftServerConfigKeys.Write.setElementLimit(p, 4096);
        RaftServerConfigKeys.Write.setByteLimit(p, SizeInBytes.valueOf("64MB"));
        return p;
    }

    private static void log(RaftProperties p) {
        Log.setSegmentSizeMax(p, SizeInBytes.valueOf("8MB"));
        Log.setPreallocatedSize(p, SizeInBytes.valueOf("1MB"));
        // An entry may have 4 MiB and its frame, and a segment's buffer must hold the largest entry.
        Log.Appender.setBufferByteLimit(p, SizeInBytes.valueOf("6MB"));
        // A question may have 8 MiB.
        Log.Appender.setSnapshotChunkSizeMax(p, SizeInBytes.valueOf("2MB"));
        Log.setWriteBufferSize(p, SizeInBytes.valueOf("7MB"));
        Log.setPurgeUptoSnapshotIndex(p, true);
        Log.setPurgeGap(p, 1);
        Log.setSegmentCacheNumMax(p, 2);
        Log.setCorruptionPolicy(p, Log.CorruptionPolicy.EXCEPTION);
    }

    private static void threads(RaftProperties p) {
        ThreadPool.setProxyCached(p, false);
        ThreadPool.setProxySize(p, 2);
        ThreadPool.setServerCached(p, false);
        ThreadPool.setServerSize(p, 2);
        ThreadPool.setClientCached(p, false);
        ThreadPool.setClientSize(p, 4);
    }

    private static TimeDuration millis(int n) {
        return TimeDuration.valueOf(n, TimeUnit.MILLISECONDS);
    }
}
