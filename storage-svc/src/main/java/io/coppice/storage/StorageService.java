package io.coppice.storage;

import io.coppice.contract.api.storage.ContentApi;
import io.coppice.contract.api.storage.DownloadApi;
import io.coppice.contract.api.storage.PruneApi;
import io.coppice.contract.api.storage.StorageApi;
import io.coppice.contract.api.storage.VolumesInternalApi;
import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.StorageId;
import io.coppice.contract.word.Upid;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.volume.ContentKind;
import io.coppice.documents.volume.VolumeName;
import io.coppice.live.Live;
import io.coppice.servicekit.event.Outbox;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.serve.Caller;
import io.coppice.servicekit.serve.GuardRule;
import io.coppice.servicekit.serve.Routes;
import io.coppice.servicekit.task.Queue;
import io.coppice.servicekit.task.TaskRunner;
import io.coppice.storage.archive.Archives;
import io.coppice.storage.content.Contents;
import io.coppice.storage.content.RemoveVolume;
import io.coppice.storage.content.VolumeAccess;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.DirectoryHost;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.Notes;
import io.coppice.storage.directory.Unfinished;
import io.coppice.storage.directory.VolumeNews;
import io.coppice.storage.download.Downloads;
import io.coppice.storage.download.HttpSource;
import io.coppice.storage.moving.Away;
import io.coppice.storage.moving.MovingRoutes;
import io.coppice.storage.prune.PruneBackups;
import io.coppice.storage.prune.Pruning;
import io.coppice.storage.sweep.Leavings;
import io.coppice.storage.sweep.Living;
import io.coppice.storage.upload.Incoming;
import io.coppice.storage.upload.Uploads;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's graph of objects, and the endpoints that lead into it. */
public final class StorageService {
    private static final Logger LOG = LoggerFactory.getLogger(StorageService.class);
    private final NodeName here;
    private final Live live;
    private final TaskRunner tasks;
    private final Definitions definitions;
    private final DirectoryStorage directories;
    private final Contents contents;
    private final Uploads uploads;
    private final RemoveVolume removal;
    private final Pruning pruning;
    private final Archives archives;
    private final Downloads downloads;
    private final MovingRoutes moving;
    private final Leavings leavings;
    private final VolumeNews news;

    /** What the service stands on; uploads come from the spool and from nowhere else. */
    public record Ground(
            NodeName here,
            Store store,
            Live live,
            TaskRunner tasks,
            Living living,
            Path spool,
            Optional<Outbox> outbox) {
        public Ground(NodeName here, Store store, Live live, TaskRunner tasks, Living living, Path spool) {
            this(here, store, live, tasks, living, spool, Optional.empty());
        }
    }

    public StorageService(Ground ground, Commands commands) {
        this(ground, DirectoryHost.ofThisMachine(commands));
    }

    /** One that reaches no other node. */
    public StorageService(Ground ground, DirectoryHost host) {
        this(ground, host, Away.none());
    }

    public StorageService(Ground ground, DirectoryHost host, Away away) {
        Unfinished unfinished = new Unfinished(ground.here());
        this.here = ground.here();
        this.live = ground.live();
        this.tasks = ground.tasks();
        this.definitions = new Definitions(ground.store(), host.root());
        this.news = new VolumeNews(ground.outbox(), here);
        this.directories = new DirectoryStorage(here, host, news);
        Notes notes = new Notes(unfinished);
        this.contents = new Contents(here, definitions, directories, notes);
        this.uploads = new Uploads(tasks, new Incoming(directories, unfinished, ground.spool()), news);
        this.removal = new RemoveVolume(definitions, directories);
        this.leavings = new Leavings(here, ground.store(), definitions, directories, unfinished, ground.living());
        this.pruning = new Pruning(tasks, directories, new PruneBackups(definitions, directories));
        this.archives = new Archives(contents, directories, notes, news, pruning);
        this.moving = new MovingRoutes(ground.store(), contents, directories, away);
        this.downloads = new Downloads(tasks, unfinished, new HttpSource(), news);
        tasks.register(removal);
    }

    /** Removes what processes left that died; called at the start and every minute or so. */
    public void sweep() {
        leavings.reconcile();
    }

    /** Defines {@code local} at the first start, and makes the folders of what is defined. */
    public void start(Path local) {
        definitions.ensureLocal(local);
        news.settle(volume -> directories.holds(definitions.require(volume.storage()), volume.name()));
        definitions.all().forEach(this::activate);
    }

    /** So that it can be looked at before it is first used. */
    private void activate(Storage s) {
        if (!s.isUsedOn(here.text())) {
            return;
        }
        try {
            directories.activate(s);
        } catch (Refused e) {
            LOG.warn("{}; it is tried again when it is asked for", e.failure().text());
        }
    }

    /** Publishes how full each storage is; called every ten seconds or so. */
    public void publish() {
        for (Storage s : definitions.all()) {
            if (s.isUsedOn(here.text())) {
                DirectoryStorage.Space space = directories.space(s);
                live.put(
                        "storage",
                        here + "/" + s.id(),
                        Map.of(
                                "status", space.active() ? "available" : "unknown",
                                "disk", space.used(),
                                "maxdisk", space.total()));
            }
        }
    }

    private Map<String, Object> create(Caller caller, StorageApi.Create in) {
        Map<String, Object> made = definitions.create(caller, in);
        definitions.find(in.storage()).ifPresent(this::activate);
        return made;
    }

    public Routes routes() {
        Routes routes = new Routes()
                .rule(
                        "pruneBackups",
                        (caller, in) -> Pruning.requirePrune(
                                caller,
                                String.valueOf(in.get("storage")),
                                Optional.ofNullable(in.get("vmid")).map(Object::toString)))
                .rule("storages", (caller, parameters) -> {})
                .rule("readVolume", volumeRule(VolumeAccess::requireSee))
                .rule("removeVolume", volumeRule(VolumeAccess::requireRemove))
                .add(archives.routes())
                .add(moving.routes())
                .serve(StorageApi.LIST, (caller, in) -> definitions.list(caller, in.type()))
                .serve(StorageApi.CREATE, this::create)
                .serve(StorageApi.READ, (caller, in) -> definitions.read(in.storage()))
                .serve(StorageApi.UPDATE, definitions::update)
                .serve(StorageApi.DELETE, (caller, in) -> {
                    definitions.delete(caller, in.storage());
                    return null;
                })
                .serve(ContentApi.LIST, contents::storages)
                .serve(ContentApi.STATUS, (caller, in) -> contents.status(definitions.require(in.storage())))
                .serve(ContentApi.CONTENT, contents::list)
                .serve(ContentApi.ALLOCATE, (caller, in) -> contents.allocate(in))
                .serve(ContentApi.READ, (caller, in) -> contents.read(in))
                .serve(ContentApi.UPDATE, (caller, in) -> {
                    contents.update(caller, in);
                    return null;
                })
                .serve(ContentApi.DELETE, this::remove)
                .serve(DownloadApi.METADATA, (caller, in) -> downloads.metadata(in))
                .serve(DownloadApi.DOWNLOAD, (caller, in) -> downloads.start(contents.usable(in.storage()), caller, in))
                .serve(PruneApi.LOOK, (caller, in) -> pruning.look(contents.usable(in.storage()), in))
                .serve(PruneApi.PRUNE, (caller, in) -> pruning.prune(contents.usable(in.storage()), caller, in))
                .serve(ContentApi.UPLOAD, (caller, in) -> uploads.take(contents.usable(in.storage()), caller, in));
        return internal(routes);
    }

    private Routes internal(Routes routes) {
        return routes.serve(VolumesInternalApi.ALLOCATE, (caller, in) -> allocate(in))
                .serve(VolumesInternalApi.LOOK, (caller, in) -> {
                    Storage storage = contents.usable(in.storage());
                    String format = in.format().orElse(storage.format());
                    directories.requireMakes(storage, format);
                    return new VolumesInternalApi.Looked(format);
                })
                .serve(VolumesInternalApi.FREE, (caller, in) -> {
                    free(in);
                    return null;
                })
                .serve(VolumesInternalApi.KEEP, (caller, in) -> {
                    directories.keep(
                            definitions.require(in.volume().storage()),
                            in.volume().name());
                    return null;
                })
                .serve(
                        VolumesInternalApi.OPEN,
                        (caller, in) -> directories.open(
                                contents.usable(in.volume().storage()),
                                in.volume().name()))
                .serve(VolumesInternalApi.OF_GUEST, (caller, in) -> {
                    List<VolumeId> all = new ArrayList<>();
                    for (Storage s : definitions.all()) {
                        if (s.isServed() && s.isOn(here.text()) && s.content().contains(ContentKind.IMAGES)) {
                            all.addAll(directories.ofGuest(s, in.vmid()));
                        }
                    }
                    return new VolumesInternalApi.Volumes(all);
                });
    }

    private interface VolumeDecision {
        void decide(Caller caller, StorageId storage, VolumeName volume);
    }

    private GuardRule volumeRule(VolumeDecision decision) {
        return (caller, parameters) -> {
            Optional<StorageId> storage =
                    Optional.ofNullable(parameters.get("storage")).map(s -> new StorageId(s.toString()));
            // who may not even see the storage learns nothing of what it holds
            String volume = String.valueOf(parameters.get("volume"));
            StorageId id =
                    storage.orElseGet(() -> new StorageId(volume.substring(0, Math.max(0, volume.indexOf(':')))));
            if (!Definitions.maySee(caller, id) && !caller.may("/storage/" + id, "Datastore.Allocate")) {
                caller.requireAny("/storage/" + id, "Datastore.Audit", "Datastore.AllocateSpace");
            }
            Contents.Named named = contents.named(storage, volume);
            decision.decide(caller, named.storage().id(), DirectoryStorage.name(named.storage(), named.volume()));
        };
    }

    private VolumesInternalApi.Allocated allocate(VolumesInternalApi.Allocate in)
            throws IOException, InterruptedException {
        Storage storage = contents.usable(in.storage());
        String format = in.format().orElse(storage.format());
        VolumeId volume = directories.allocate(storage, in.vmid(), in.kib(), format, in.name(), in.mark());
        return new VolumesInternalApi.Allocated(volume, format, in.kib() * 1024);
    }

    private void free(VolumesInternalApi.Free in) throws IOException {
        Optional<Storage> defined = definitions.find(in.volume().storage()).filter(Storage::isServed);
        if (defined.isEmpty()) {
            return; // where no storage is, no volume is: an undo, or the removal of a guest, must not hang on it
        }
        Storage storage = defined.get();
        if (in.mark().isPresent()) {
            directories.free(storage, in.volume().name(), in.mark().get());
        } else {
            directories.free(storage, in.volume().name());
        }
    }

    private String remove(Caller caller, ContentApi.Delete in) throws IOException, InterruptedException {
        Contents.Named named = contents.named(in.storage(), in.volume());
        directories.file(named.storage(), named.volume());
        Upid upid = tasks.start(
                removal,
                new RemoveVolume.Params(named.storage().id().text(), named.volume()),
                named.storage().id().text(),
                caller,
                Queue.none());
        if (in.delay().isPresent()) {
            tasks.awaitEnd(upid, Duration.ofSeconds(in.delay().get()));
        }
        return upid.toString();
    }
}
