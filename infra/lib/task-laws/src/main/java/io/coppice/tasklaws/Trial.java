package io.coppice.tasklaws;

import io.coppice.contract.word.NodeName;
import io.coppice.contract.word.Upid;
import io.coppice.servicekit.task.Execution;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import io.coppice.servicekit.task.Surroundings;
import io.coppice.servicekit.task.TaskContext;
import io.coppice.servicekit.task.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task in one world, with the faults of one trial; started again after each crash, as a new process would. */
final class Trial<P extends Record> implements Surroundings, Progress {
    private static final int PATIENCE = 1000;
    private final World<P> world;
    private final TaskContext me;
    private final MemoryJournal journal = new MemoryJournal();
    private final Map<String, Fault> faults = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private int loseAtLook = Integer.MAX_VALUE;
    private int leaveWithin = -1;
    private int cancelAtLook = Integer.MAX_VALUE;
    private int looksForLoss;
    private int looksForCancel;
    private int pauses;
    private @Nullable Object pictureAtLoss;

    Trial(World<P> world) {
        this.world = world;
        this.me = context(world);
    }

    /** As the task was accepted: under the epoch that its guest had then. */
    static TaskContext context(World<?> world) {
        Upid upid = new Upid(new NodeName("pve1"), 1, 1, 1, world.kind().type(), "100", "root@pam");
        Optional<World.Owned> guest = world.guest();
        return new TaskContext(upid, "root@pam", guest.map(World.Owned::vmid), guest.map(World.Owned::epoch));
    }

    Trial<P> run(int step, Fault fault) {
        faults.put("run " + step, fault);
        return this;
    }

    Trial<P> undo(int step, Fault fault) {
        faults.put("undo " + step, fault);
        return this;
    }

    Trial<P> crashAfter(int writes) {
        journal.crashAfter(writes);
        return this;
    }

    Trial<P> loseAt(int look) {
        loseAtLook = look;
        return this;
    }

    /** The guest leaves and returns when that step has begun; the next look tells. */
    Trial<P> leaveWithin(int step) {
        leaveWithin = step;
        return this;
    }

    Trial<P> cancelAt(int look) {
        cancelAtLook = look;
        return this;
    }

    World<P> world() {
        return world;
    }

    Optional<Object> pictureAtLoss() {
        return Optional.ofNullable(pictureAtLoss);
    }

    int writes() {
        return journal.entries().size();
    }

    int looksForLoss() {
        return looksForLoss;
    }

    int looksForCancel() {
        return looksForCancel;
    }

    /** To the end, over as many crashes as there are. */
    TaskState.Ended finish() throws InterruptedException, IOException {
        while (true) {
            try {
                return new Execution(steps(), journal, this, why -> {}).run();
            } catch (Crash c) {
                if (++pauses > PATIENCE) {
                    throw new AssertionError("crashes for ever", c);
                }
            }
        }
    }

    private List<Step> steps() {
        List<Step> plain = world.kind().steps(world.params(), me);
        List<Step> faulty = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            Step s = plain.get(i);
            faulty.add(new Step(s.name(), faulty("run " + i, s.run()), faulty("undo " + i, s.undo()), s.pivot()));
        }
        return faulty;
    }

    private Step.Work faulty(String half, Step.Work work) {
        return progress -> {
            int times = calls.merge(half, 1, Integer::sum) - 1;
            if (half.equals("run " + leaveWithin) && times == 0) {
                world.guestLeavesAndReturns();
                loseAtLook = looksForLoss + 1;
            }
            faults.getOrDefault(half, Fault.none()).around(work, progress, times);
        };
    }

    @Override
    public Optional<String> lost() {
        if (++looksForLoss < loseAtLook) {
            return Optional.empty();
        }
        if (pictureAtLoss == null) {
            pictureAtLoss = world.picture();
        }
        return Optional.of("lost to another node");
    }

    @Override
    public boolean cancelRequested() {
        return ++looksForCancel >= cancelAtLook;
    }

    @Override
    public void pivotReached(String step) {}

    @Override
    public void perform(Step.Work work, boolean cancellable) throws Exception {
        work.run(this);
    }

    @Override
    public boolean stopping() {
        return false;
    }

    @Override
    public void pause(Duration time) {
        if (++pauses > PATIENCE) {
            throw new AssertionError("tries for ever");
        }
    }

    @Override
    public void log(String line) {}

    @Override
    public void warn(String line) {}

    @Override
    public void checkCancelled() {}

    @Override
    public int warnings() {
        return 0;
    }

    @Override
    public void logEnd(String line) {}

    @Override
    public long nowSeconds() {
        return 0;
    }
}
