/**
 * How this node's part of the shared live state is kept from others on the same host.
 *
 * <p>Invariant: nothing here is needed for live state to work; where the host lacks a part, the log says what stays open.
 */
@NullMarked
package io.coppice.node.live;

import org.jspecify.annotations.NullMarked;
