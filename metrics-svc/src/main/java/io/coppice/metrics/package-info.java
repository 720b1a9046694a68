/**
 * What figures of nodes, guests and storages were, and where they go. Owners look at what is theirs and publish it to live
 * state; this service only reads there.
 */
@NullMarked
package io.coppice.metrics;

import org.jspecify.annotations.NullMarked;
