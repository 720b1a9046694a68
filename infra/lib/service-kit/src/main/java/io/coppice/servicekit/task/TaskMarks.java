package io.coppice.servicekit.task;

import io.coppice.contract.word.NodeName;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the task whose mark something bears may still act on it. */
public final class TaskMarks {
    private final TaskFolder folder;
    private final Pattern ours;

    public TaskMarks(TaskFolder folder, NodeName here) {
        this.folder = folder;
        this.ours = Pattern.compile("task-" + Pattern.quote(here.text()) + "-(" + TaskFolder.SHAPE + ")");
    }

    /**
     * Whether it is the mark of a task of this node that has ended, or was forgotten.
     *
     * @throws IOException if the task cannot be read: then it may be anything
     */
    public boolean isOver(String mark) throws IOException {
        Matcher serial = ours.matcher(mark);
        if (!serial.matches()) {
            return false;
        }
        for (TaskFiles files : folder.all()) {
            if (String.valueOf(files.folder().getFileName()).equals(serial.group(1))) {
                return files.accepted().isPresent() && TaskState.replay(files.readJournal()) instanceof TaskState.Ended;
            }
        }
        return true;
    }

    /**
     * The ids of the keys with which the authorisations of tasks that have not ended are sealed.
     *
     * @throws IOException if a task cannot be read: then it may be any key
     */
    public Set<String> sealedWith() throws IOException {
        Set<String> keys = new HashSet<>();
        for (TaskFiles files : folder.all()) {
            Optional<Accepted> task = files.accepted();
            if (task.isPresent() && !(TaskState.replay(files.readJournal()) instanceof TaskState.Ended)) {
                Sealer.keyOf(task.get().authorisation()).ifPresent(keys::add);
            }
        }
        return keys;
    }

    /**
     * Whether a task of that type has not ended.
     *
     * @throws IOException if a task cannot be read
     */
    public boolean runs(String type) throws IOException {
        for (TaskFiles files : folder.all()) {
            Optional<Accepted> task = files.accepted();
            if (task.isPresent()
                    && task.get().upid().type().equals(type)
                    && !(TaskState.replay(files.readJournal()) instanceof TaskState.Ended)) {
                return true;
            }
        }
        return false;
    }
}
