package io.coppice.compute.backup;

import java.util.ArrayList;
import java.util.List;

/**
 * Programs with a priority of input and output, by ionice(1). Pure.
 *
 * @param level 0 the highest to 7, and 8 for when nobody else reads or writes
 */
record Ionice(int level) {
    private static final int IDLE = 8;

    List<String> argv(List<String> program) {
        List<String> argv = new ArrayList<>(
                level == IDLE ? List.of("ionice", "-c", "3") : List.of("ionice", "-c", "2", "-n", "" + level));
        argv.addAll(program);
        return argv;
    }
}
