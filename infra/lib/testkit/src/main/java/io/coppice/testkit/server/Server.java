package io.coppice.testkit.server;

/** A server that was started, in one of the ways. */
interface Server {
    boolean lives();

    /** The end of what it said. */
    String lastWords();

    /** Ends it, and waits for that. */
    void end();

    /** Which it is: {@code process 4711}. */
    String which();
}
