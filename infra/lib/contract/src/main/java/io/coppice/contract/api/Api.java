package io.coppice.contract.api;

import io.coppice.contract.api.access.AccessApi;
import io.coppice.contract.api.access.GroupsApi;
import io.coppice.contract.api.access.HostTicketApi;
import io.coppice.contract.api.access.KeysInternalApi;
import io.coppice.contract.api.access.MembershipInternalApi;
import io.coppice.contract.api.access.RolesApi;
import io.coppice.contract.api.access.TicketApi;
import io.coppice.contract.api.access.TokensApi;
import io.coppice.contract.api.access.UsersApi;
import io.coppice.contract.api.backup.BackupJobsApi;
import io.coppice.contract.api.backup.VzdumpApi;
import io.coppice.contract.api.cluster.AdmissionsApi;
import io.coppice.contract.api.cluster.ClusterApi;
import io.coppice.contract.api.cluster.ClusterConfigApi;
import io.coppice.contract.api.cluster.LevelApi;
import io.coppice.contract.api.cluster.VmidsApi;
import io.coppice.contract.api.event.EventsApi;
import io.coppice.contract.api.guest.CtApi;
import io.coppice.contract.api.guest.CtConfigApi;
import io.coppice.contract.api.guest.CtStatusApi;
import io.coppice.contract.api.guest.GuestBackupInternalApi;
import io.coppice.contract.api.guest.MigrateApi;
import io.coppice.contract.api.guest.VmApi;
import io.coppice.contract.api.guest.VmConfigApi;
import io.coppice.contract.api.guest.VmConsoleApi;
import io.coppice.contract.api.guest.VmStatusApi;
import io.coppice.contract.api.metrics.FiguresApi;
import io.coppice.contract.api.metrics.HistoryApi;
import io.coppice.contract.api.metrics.MetricServersApi;
import io.coppice.contract.api.network.NetworkApi;
import io.coppice.contract.api.node.HealthApi;
import io.coppice.contract.api.node.NodeApi;
import io.coppice.contract.api.node.OpenApiApi;
import io.coppice.contract.api.node.VersionApi;
import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.api.storage.DownloadApi;
import io.coppice.contract.api.storage.MovingInternalApi;
import io.coppice.contract.api.storage.PruneApi;
import io.coppice.contract.api.storage.StorageApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.api.task.TaskApi;
import io.coppice.contract.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** All endpoints, area by area; a class of endpoints adds its line. */
public final class Api {
    private Api() {}

    public static List<Endpoint<?, ?>> all() {
        List<Endpoint<?, ?>> all = new ArrayList<>();
        all.addAll(VersionApi.ALL);
        all.addAll(OpenApiApi.ALL);
        all.addAll(AccessApi.ALL);
        all.addAll(TicketApi.ALL);
        all.addAll(UsersApi.ALL);
        all.addAll(TokensApi.ALL);
        all.addAll(MembershipInternalApi.ALL);
        all.addAll(KeysInternalApi.ALL);
        all.addAll(HostTicketApi.ALL);
        all.addAll(GroupsApi.ALL);
        all.addAll(RolesApi.ALL);
        all.addAll(VmApi.ALL);
        all.addAll(VmConfigApi.ALL);
        all.addAll(VmStatusApi.ALL);
        all.addAll(CtApi.ALL);
        all.addAll(CtConfigApi.ALL);
        all.addAll(CtStatusApi.ALL);
        all.addAll(VmConsoleApi.ALL);
        all.addAll(MigrateApi.ALL);
        all.addAll(StorageApi.ALL);
        all.addAll(ContentApi.ALL);
        all.addAll(PruneApi.ALL);
        all.addAll(DownloadApi.ALL);
        all.addAll(VolumesInternalApi.ALL);
        all.addAll(ArchivesInternalApi.ALL);
        all.addAll(MovingInternalApi.ALL);
        all.addAll(GuestBackupInternalApi.ALL);
        all.addAll(VzdumpApi.ALL);
        all.addAll(BackupJobsApi.ALL);
        all.addAll(NetworkApi.ALL);
        all.addAll(HistoryApi.ALL);
        all.addAll(MetricServersApi.ALL);
        all.addAll(FiguresApi.ALL);
        all.addAll(ClusterApi.ALL);
        all.addAll(ClusterConfigApi.ALL);
        all.addAll(AdmissionsApi.ALL);
        all.addAll(LevelApi.ALL);
        all.addAll(VmidsApi.ALL);
        all.addAll(NodeApi.ALL);
        all.addAll(HealthApi.ALL);
        all.addAll(TaskApi.ALL);
        all.addAll(EventsApi.ALL);
        return List.copyOf(all);
    }
}
