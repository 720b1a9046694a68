package io.coppice.compute.machine;

import io.coppice.servicekit.task.Progress;

/** Nobody listens, and nobody cancels. */
public final class Quiet implements Progress {
    @Override
    public void log(String line) {}

    @Override
    public void warn(String line) {}

    @Override
    public void checkCancelled() {}
}
