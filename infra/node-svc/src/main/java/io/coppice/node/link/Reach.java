package io.coppice.node.link;

import java.time.Instant;

/**
 * Whether a node is in reach.
 *
 * @param since when that is so
 */
public record Reach(boolean inReach, Instant since) {}
