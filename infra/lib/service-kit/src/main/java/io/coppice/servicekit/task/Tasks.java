package io.coppice.servicekit.task;

import io.coppice.contract.failure.Refused;
import io.coppice.contract.word.Upid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All tasks of a node, of whichever process: what is read of them, and how one is told to stop. */
public final class Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private final TaskFolder folder;

    /** Of tasks that ended nothing changes any more. */
    private final Map<Path, TaskView> ended = new ConcurrentHashMap<>();

    public Tasks(TaskFolder folder) {
        this.folder = folder;
    }

    /** Newest first, running ones among them. */
    public List<TaskView> all() throws IOException {
        List<TaskView> views = new ArrayList<>();
        List<TaskFiles> all = folder.all();
        for (TaskFiles files : all) {
            view(files).ifPresent(views::add);
        }
        if (ended.size() > 2 * all.size() + 64) {
            ended.keySet().retainAll(all.stream().map(TaskFiles::folder).toList());
        }
        return views;
    }

    /** Empty where the node has no such task. */
    public Optional<TaskView> find(Upid upid) throws IOException {
        return view(folder.files(upid)).filter(v -> v.upid().equals(upid));
    }

    /** The lines of a task's log; empty where the node has no such task. */
    public List<String> log(Upid upid) throws IOException {
        Optional<TaskFiles> files = folder.find(upid);
        return files.isPresent() ? files.get().readLog() : List.of();
    }

    /** Where the log lies, for sending it whole. */
    public Optional<Path> logFile(Upid upid) throws IOException {
        return folder.find(upid).map(TaskFiles::log).filter(Files::exists);
    }

    /**
     * Tells the process that runs the task to take it back; it does so within a second. Nothing happens where it has ended.
     *
     * @throws Refused if the task is past its pivot, or there is none
     */
    public void stop(Upid upid) throws IOException {
        TaskFiles files = folder.find(upid).orElseThrow(() -> Refused.notFound("no such task"));
        switch (TaskState.replay(files.readJournal())) {
            case TaskState.Forward f
            when f.past() ->
                throw Refused.conflict(
                        "the task cannot be stopped: it has come to a step that cannot be taken back, and"
                                + " only goes forward");
            case TaskState.Forward f -> files.requestCancel();
            case TaskState.Back b -> {}
            case TaskState.Stuck s -> {}
            case TaskState.Ended e -> {}
        }
    }

    private Optional<TaskView> view(TaskFiles files) {
        TaskView known = ended.get(files.folder());
        if (known != null && Files.exists(files.folder())) {
            return Optional.of(known);
        }
        try {
            Optional<Accepted> task = files.accepted();
            if (task.isEmpty()) {
                return Optional.empty();
            }
            Optional<TaskView.End> end = TaskState.replay(files.readJournal()) instanceof TaskState.Ended e
                    ? Optional.of(new TaskView.End(e.seconds(), e.status()))
                    : Optional.empty();
            TaskView view = new TaskView(task.get().upid(), end);
            if (end.isPresent()) {
                ended.put(files.folder(), view);
            }
            return Optional.of(view);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the task in {} cannot be read: {}", files.folder(), e.getMessage());
            return Optional.empty();
        }
    }
}
