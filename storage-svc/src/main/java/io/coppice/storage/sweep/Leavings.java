package io.coppice.storage.sweep;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.VolumeId;
import io.coppice.documents.guest.GuestMove;
import io.coppice.documents.volume.ContentKind;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.truth.Abreast;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.storage.definition.Definitions;
import io.coppice.storage.definition.Storage;
import io.coppice.storage.directory.ArchiveParts;
import io.coppice.storage.directory.DirectoryStorage;
import io.coppice.storage.directory.SafeFiles;
import io.coppice.storage.directory.Unfinished;
import io.coppice.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what processes left that died. Files are listed first and tasks looked at after: who made a file that is listed
 * was there before it, so a task that is not seen then has ended. What bears a mark is judged only when this process has seen
 * all that was decided before it began: an old image knows neither the move nor the guest that it belongs to.
 */
public final class Leavings implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Leavings.class);
    private static final List<String> IMPORTERS = List.of("imgcopy", "download");
    private final NodeName here;
    private final Store store;
    private final Definitions definitions;
    private final DirectoryStorage directories;
    private final Unfinished unfinished;
    private final Living living;
    private final Abreast abreast;

    public Leavings(NodeName here, Store store, DirectoryStorage directories, Unfinished unfinished, Living living) {
        this(here, store, new Definitions(store), directories, unfinished, living);
    }

    public Leavings(
            NodeName here,
            Store store,
            Definitions definitions,
            DirectoryStorage directories,
            Unfinished unfinished,
            Living living) {
        this.here = here;
        this.store = store;
        this.definitions = definitions;
        this.directories = directories;
        this.unfinished = unfinished;
        this.living = living;
        this.abreast = new Abreast(store, Service.STORAGE, "system:storage@" + here);
    }

    @Override
    public void reconcile() {
        for (Storage s : definitions.all()) {
            if (s.isUsedOn(here.text())) {
                try {
                    files(s);
                    archives(s);
                    volumes(s);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (StoreUnavailable e) {
                    LOG.info("volumes of storage '{}' are swept when the store answers: {}", s.id(), e.getMessage());
                } catch (IOException | RuntimeException e) {
                    LOG.warn("storage '{}' cannot be swept now: {}", s.id(), e.getMessage());
                }
            }
        }
    }

    private void volumes(Storage storage) throws IOException, StoreUnavailable, InterruptedException {
        for (DirectoryStorage.Marked left : directories.marked(storage)) {
            String mark = left.mark();
            abreast.await();
            if (mark.isEmpty()) {
                directories.keep(storage, left.volume().name()); // its maker died before it had made the volume
            } else if (directories.isOverCall(mark) || living.isOver(mark) || isOverMove(mark)) {
                remove(storage, left);
            }
        }
    }

    private void remove(Storage storage, DirectoryStorage.Marked left) throws IOException {
        if (GuestMove.isLeaving(left.mark())) {
            directories.keep(
                    storage, left.volume().name()); // it was somebody's before, and is removed by its task alone
        } else if (isUsed(storage, left.volume())) {
            LOG.warn("{} is named by a guest and stays, though {} is over", left.volume(), left.mark());
            directories.keep(storage, left.volume().name());
        } else {
            LOG.info("{} was left by {}, which is over, and is removed", left.volume(), left.mark());
            directories.free(storage, left.volume().name(), left.mark());
        }
    }

    /** A volume of another node may have the same name, where nodes do not share the storage. */
    private boolean isUsed(Storage storage, VolumeId volume) {
        return store.image().below(storage.shared() ? "nodes/" : "nodes/" + here + "/").stream()
                .anyMatch(d -> d.text().contains(volume.toString()));
    }

    /** The move's document comes before what bears its mark, and goes after it. */
    private boolean isOverMove(String mark) {
        return GuestMove.taskOf(mark)
                .map(GuestMove::path)
                .filter(path -> store.image().find(path).isEmpty())
                .isPresent();
    }

    private void files(Storage storage) throws IOException {
        List<Path> found = new ArrayList<>();
        for (ContentKind kind : storage.content()) {
            Path folder = storage.layout().directory(kind);
            if (SafeFiles.isFolderInside(storage.layout().root(), folder)) {
                found.addAll(unfinished.list(folder));
            }
        }
        found.removeIf(unfinished::isHeld);
        if (!found.isEmpty() && !somebodyImports()) {
            for (Path file : found) {
                LOG.info("{} was left by a process that died, and is removed", file);
                Files.deleteIfExists(file);
            }
        }
    }

    private void archives(Storage storage) throws IOException {
        Path folder = storage.layout().directory(ContentKind.BACKUP);
        if (!SafeFiles.isFolderInside(storage.layout().root(), folder)) {
            return;
        }
        for (Map.Entry<Path, String> part : ArchiveParts.in(folder).entrySet()) {
            if (living.isOver(part.getValue())) {
                LOG.info("{} was left by {}, which is over, and is removed", part.getKey(), part.getValue());
                Files.deleteIfExists(part.getKey());
            }
        }
    }

    private boolean somebodyImports() throws IOException {
        for (String type : IMPORTERS) {
            if (living.runs(type)) {
                return true;
            }
        }
        return false;
    }
}
