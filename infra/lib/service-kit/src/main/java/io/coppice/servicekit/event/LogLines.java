package io.coppice.servicekit.event;

import java.io.IOException;

/** A log as who reads it sees it: lines by position, positions rising from line to line. */
public interface LogLines {
    /** The oldest position that is there, or will be. */
    long first() throws IOException;

    /** Before this position there never was anything here: what is missing behind it was here once. */
    long begins() throws IOException;

    /** Behind the newest line. */
    long end() throws IOException;

    /** Reads so many lines at most from a position, or from the oldest one behind it. */
    LogReader.Chunk read(long from, int most) throws IOException;

    /** Whether another node may have told more of it already: a cursor may then be ahead of what is here. */
    boolean follows();
}
