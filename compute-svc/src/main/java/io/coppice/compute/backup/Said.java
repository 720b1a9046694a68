package io.coppice.compute.backup;

import io.coppice.servicekit.task.Progress;
import java.util.List;

/** What the machine says, as lines of the task of another service. */
record Said(List<String> lines) implements Progress {
    @Override
    public void log(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add(line);
    }

    @Override
    public void checkCancelled() {
        // this is asked and answered in one call; the task that asks is cancelled where it runs
    }
}
