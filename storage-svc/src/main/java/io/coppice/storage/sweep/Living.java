package io.coppice.storage.sweep;

import io.coppice.servicekit.task.TaskMarks;
import java.io.IOException;

/** Which tasks of this node still act. */
public interface Living {
    /** False where it is not known: then nothing is touched. */
    boolean isOver(String mark) throws IOException;

    /** Whether a task of a type has not ended. */
    boolean runs(String type) throws IOException;

    static Living of(TaskMarks marks) {
        return new Living() {
            @Override
            public boolean isOver(String mark) throws IOException {
                return marks.isOver(mark);
            }

            @Override
            public boolean runs(String type) throws IOException {
                return marks.runs(type);
            }
        };
    }
}
