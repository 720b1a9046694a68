package io.coppice.backup.request;

import io.coppice.contract.api.storage.ArchivesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.StorageId;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.Calls;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses what would fail whenever a job runs.
 *
 * @param self as which storage is asked
 */
public record JobCheck(Cluster cluster, Calls calls, Caller self) {
    /** @throws Refused naming the option, or what is not there */
    public void require(Map<String, String> settings) {
        Served.require(settings);
        Served.requireNotes(settings.getOrDefault("notes-template", ""));
        Optional.ofNullable(settings.get("pool"))
                .filter(p -> cluster.members(p).isEmpty())
                .ifPresent(p -> {
                    throw Refused.notFound("pool '" + p + "' does not exist");
                });
        Optional.ofNullable(settings.get("storage"))
                .ifPresent(s -> calls.call(
                        ArchivesInternalApi.LOOK,
                        new ArchivesInternalApi.Look(new StorageId(s), Optional.empty(), true),
                        self));
    }
}
