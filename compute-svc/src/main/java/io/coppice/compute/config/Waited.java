package io.coppice.compute.config;

import io.coppice.contract.failure.Failure;
import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.task.Progress;
import io.coppice.servicekit.task.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps of a task done for a caller who waits: no journal, no log; taken back if one fails before the pivot. */
final class Waited implements Progress {
    private final List<String> warnings = new ArrayList<>();

    private Waited() {}

    /** @return what the steps warned of */
    static List<String> run(List<Step> steps) throws Exception {
        Waited waited = new Waited();
        boolean past = false;
        for (int i = 0; i < steps.size(); i++) {
            past |= steps.get(i).pivot();
            try {
                steps.get(i).run().run(waited);
            } catch (Exception e) {
                if (!past) {
                    waited.undo(steps.subList(0, i + 1), e);
                }
                throw e;
            }
        }
        return List.copyOf(waited.warnings);
    }

    /** @throws Refused naming the options that the steps warned of */
    static void require(List<String> warnings) {
        if (!warnings.isEmpty()) {
            Map<String, String> byName = new LinkedHashMap<>();
            warnings.forEach(w -> byName.put(w.replaceFirst(": .*$", ""), w.replaceFirst("^[^:]*: ", "")));
            throw new Refused(new Failure.BadParameters(byName));
        }
    }

    private void undo(List<Step> done, Exception why) {
        for (Step step : done.reversed()) {
            try {
                step.undo().run(this);
            } catch (Exception e) {
                why.addSuppressed(e);
            }
        }
    }

    @Override
    public void log(String line) {}

    @Override
    public void warn(String line) {
        warnings.add(line);
    }

    @Override
    public void checkCancelled() {}
}
