package io.coppice.contract.api.guest;

import static io.coppice.contract.endpoint.Endpoint.post;

import io.coppice.contract.endpoint.Endpoint;
import io.coppice.contract.endpoint.Guard;
import io.coppice.contract.endpoint.Param;
import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Vmid;
import java.util.List;
import java.util.Optional;

/**
 * How a guest's disks, or a container's files, are read for a backup, all as they were at one moment. Who asks has checked the
 * caller's rights.
 */
public final class GuestBackupInternalApi {
    private static final String ROOT = "/coppice/internal/compute/backup";

    /** @param mark of the task that backs it up, by which alone it lets go */
    public record OfGuest(
            @Param("The guest.") Vmid vmid,
            @Param("The task.") String mark) {}

    public record Stop(
            @Param("The guest.") Vmid vmid,
            @Param("The task.") String mark,

            @Param(value = "How long to wait at most.", min = 0, max = 300, unit = "s")
            int seconds) {}

    public record Begin(
            @Param("The guest.") Vmid vmid,
            @Param("The task.") String mark,

            @Param(
                    value = "Whether it goes on or is suspended or stopped.",
                    values = {"snapshot", "suspend", "stop"})
            String mode,

            @Param("An absolute folder in which is kept what the guest overwrites meanwhile.")
            Optional<String> folder,

            @Param("The storage on which it is kept instead.")
            Optional<StorageId> fleecing) {}

    /** @param exclude files that are left out: from the root where they begin with a slash, else wherever they lie */
    public record Files(
            @Param("The container.") Vmid vmid,
            @Param("The task.") String mark,

            @Param(
                    value = "Whether it goes on or is suspended or stopped.",
                    values = {"snapshot", "suspend", "stop"})
            String mode,

            @Param("Files that are left out, with wildcards.")
            List<String> exclude,

            @Param("An absolute folder for a copy, where one is needed.")
            Optional<String> folder,

            @Param(value = "Priority of reading, 8 for when nobody else does.", min = 0, max = 8)
            int ionice) {}

    /**
     * A container's files as a tar archive, to be read once, as a relay; reading begins the work.
     *
     * @param socket absolute path
     */
    public record Served(String socket) {}

    /** @param name of the guest */
    public record Held(boolean running, String name) {}

    public record Stopped(boolean stopped) {}

    /**
     * A disk, to be read over NBD.
     *
     * @param name in the archive, {@code drive-scsi0}
     * @param option {@code scsi0}
     * @param storage that it lies on
     * @param format of its volume
     * @param socket absolute path
     * @param export the name there
     */
    public record Disk(
            String name, String option, String storage, String format, long bytes, String socket, String export) {}

    /**
     * @param config its text without snapshots, pending changes and lock
     * @param said lines for the task's log
     */
    public record Begun(String config, List<Disk> disks, List<String> said) {
        public Begun {
            disks = List.copyOf(disks);
            said = List.copyOf(said);
        }
    }

    public static final Endpoint<OfGuest, Held> HOLD = post(ROOT + "/hold", OfGuest.class, Held.class)
            .summary("Lock a guest for a backup; the same mark again holds it still.")
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<Stop, Stopped> STOP = post(ROOT + "/stop", Stop.class, Stopped.class)
            .summary("Ask a guest that is held to power off, and wait a while.")
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<Begin, Begun> BEGIN = post(ROOT + "/begin", Begin.class, Begun.class)
            .summary("Let a held guest's disks be read as they are now; the same mark again begins anew.")
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<Files, Served> FILES = post(ROOT + "/files", Files.class, Served.class)
            .summary("Let a held container's files be read; the same mark again begins anew.")
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    public static final Endpoint<OfGuest, Void> END = post(ROOT + "/end", OfGuest.class, Void.class)
            .summary("Take away what was begun and the lock; nothing happens where another mark holds the guest.")
            .allow(Guard.everyone())
            .servedBy(Service.COMPUTE)
            .build();

    public static final List<Endpoint<?, ?>> ALL = List.of(HOLD, STOP, BEGIN, FILES, END);

    private GuestBackupInternalApi() {}
}
