package io.coppice.cli;

/** How a command ends; docs/cli.md has the same table. */
final class Exit {
    /** Done; a task with warnings is. */
    static final int DONE = 0;

    /** Refused, or the task failed. */
    static final int FAILED = 1;

    /** Nobody answers, or the connection was lost; what was begun may go on. */
    static final int UNREACHABLE = 3;

    /** The words or parameters are wrong, and nothing was sent; what the original ends with too. */
    static final int WRONG = 255;

    private Exit() {}
}
