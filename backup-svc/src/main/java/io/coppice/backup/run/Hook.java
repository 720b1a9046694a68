package io.coppice.backup.run;

import io.coppice.contract.failure.Refused;
import io.coppice.servicekit.host.Commands;
import io.coppice.servicekit.task.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program that root@pam named to be told of each phase, with the words and variables of vzdump(1): {@code job-start},
 * {@code backup-start MODE VMID}… A task that goes on after a crash tells again.
 */
final class Hook {
    private static final Duration LONGEST = Duration.ofHours(2);
    private final Commands commands;
    private final String script;
    private final Map<String, String> variables = new TreeMap<>();

    /** @param script an absolute path; empty where nobody is told */
    Hook(Commands commands, String script, Map<String, String> variables) {
        this.commands = commands;
        this.script = script;
        this.variables.putAll(variables);
    }

    Hook with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(variables);
        all.putAll(more);
        return new Hook(commands, script, all);
    }

    boolean isThere() {
        return !script.isEmpty();
    }

    /** @throws Refused where it cannot be run or ends badly, which ends the backup */
    void ask(Progress progress, String... phase) throws InterruptedException {
        if (isThere()) {
            String failed = run(progress, phase);
            if (!failed.isEmpty()) {
                throw Refused.conflict(failed);
            }
        }
    }

    /** The same where nothing is taken back for it: that it ended badly is said in the log. */
    void tell(Progress progress, String... phase) throws InterruptedException {
        if (isThere()) {
            String failed = run(progress, phase);
            if (!failed.isEmpty()) {
                progress.warn(failed);
            }
        }
    }

    /** @return what went wrong; empty where nothing did */
    private String run(Progress progress, String... phase) throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("/usr/bin/env"));
        variables.forEach((name, value) -> argv.add(name + "=" + value));
        argv.add(script);
        argv.addAll(List.of(phase));
        String what = "script '" + script + "' at " + phase[0];
        try {
            Commands.Ended ended = commands.run(argv, LONGEST);
            (ended.out() + ended.err()).lines().forEach(progress::log);
            return ended.ok() ? "" : what + " failed with exit code " + ended.exit();
        } catch (IOException e) {
            return what + " failed: " + e.getMessage();
        }
    }
}
