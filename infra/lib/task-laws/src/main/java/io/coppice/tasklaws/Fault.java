package io.coppice.tasklaws;

import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.truth.StoreUnavailable;
import java.io.IOException;

/** What goes wrong with one half of a step, or with several. */
@FunctionalInterface
interface Fault {
    /** @param times how often this half was called before, over all crashes */
    void around(Step.Work work, Progress progress, int times) throws Exception;

    static Fault none() {
        return (work, progress, times) -> work.run(progress);
    }

    /** Nothing, but somebody looks at the world first. */
    static Fault before(Runnable look) {
        return (work, progress, times) -> {
            look.run();
            work.run(progress);
        };
    }

    static Fault twice() {
        return (work, progress, times) -> {
            work.run(progress);
            work.run(progress);
        };
    }

    /** @param after whether the work was done before it failed */
    static Fault fails(boolean after, boolean once) {
        return (work, progress, times) -> {
            if (once && times > 0) {
                work.run(progress);
                return;
            }
            if (after) {
                work.run(progress);
            }
            throw new IOException("made to fail");
        };
    }

    static Fault storeAway(boolean after) {
        return (work, progress, times) -> {
            if (times == 0 && after) {
                work.run(progress);
            }
            if (times < 2) {
                throw new StoreUnavailable("made to be away");
            }
            work.run(progress);
        };
    }

    /** Dies once, with the work done and nothing written of it. */
    static Fault crashesOnce() {
        return (work, progress, times) -> {
            work.run(progress);
            if (times == 0) {
                throw new Crash();
            }
        };
    }
}
